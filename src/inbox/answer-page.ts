import { capacities } from '../acknowledgements/acknowledgements.ts';
import type { Messages } from '../kernel/messages.ts';
import { addressOf, senderWords, subjectWords } from './page-frame.ts';
import type { ShownMessage } from './messages-store.ts';

/** In what quality someone may acknowledge for an office. */
export const declaredCapacities = capacities;

interface Place {
  office: string;
  campaign: { title: string; signedSha256: string };
}

/** What templates/pages/inbox/answer.hbs declares. */
export function answerModel(
  messages: Messages,
  given: { message: ShownMessage; sender: string; formKey: string; typed: Record<string, string> },
) {
  const { message, typed } = given;
  const to = senderWords(messages, message.words);
  const subject = subjectWords(messages, message.words);
  return {
    title: messages('inbox.answer.title', { name: message.words?.fromName || to }),
    action: addressOf(message.id, '/repondre'),
    formKey: given.formKey,
    to,
    from: given.sender,
    subject:
      typed['subject'] ??
      (/^(re|ré)\s*:/i.test(subject) ? subject : messages('inbox.answer.subject', { subject })),
    text: typed['text'] ?? '',
    ...quotedOf(message),
    back: addressOf(message.id),
  };
}

/** What templates/pages/inbox/declare.hbs declares. */
export function declareModel(
  messages: Messages,
  given: { message: ShownMessage; place: Place; typed: Record<string, string> },
) {
  const { message, place, typed } = given;
  return {
    title: messages('inbox.declare.title'),
    action: addressOf(message.id, '/accuse'),
    office: place.office,
    instruction: place.campaign.title,
    sha256: place.campaign.signedSha256,
    receivedAt: message.receivedAt,
    name: typed['name'] ?? message.words?.fromName ?? '',
    function: typed['function'] ?? '',
    capacities: capacities.map((value) => ({
      value,
      label: messages(`acknowledgements.capacity.${value}`),
      selected: value === typed['capacity'],
    })),
    ...quotedOf(message),
    back: addressOf(message.id),
  };
}

function quotedOf({ words }: ShownMessage) {
  return words === undefined || words.text.trim() === '' ? {} : { quoted: words.text };
}
