import type { Messages } from '../../kernel/messages.ts';
import type { Answer as ReturnedAnswer } from '../answers.ts';
import { answerSections } from './answer-page.ts';
import type { SentContent } from './answer.ts';
import type { Definition } from './definition.ts';

/** A version that was sent, as it is read by the office and by who asked for it. */
export function sentPageModel(
  definition: Definition,
  { sha256, person }: ReturnedAnswer,
  content: Uint8Array | undefined,
  messages: Messages,
) {
  const sent = content && (JSON.parse(Buffer.from(content).toString('utf8')) as SentContent);
  const by = person && messages('questionnaires.sent.by', { name: person.name, function: person.function });
  return {
    title: definition.title,
    sha256,
    ...(by === undefined ? {} : { by }),
    erased: sent === undefined,
    sections: sent === undefined ? [] : answerSections(definition, sent, messages),
  };
}
