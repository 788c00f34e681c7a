import { formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { badgeOfStanding, viewOfLine } from './campaign-page.ts';
import type { Attempt } from '../attempts-store.ts';
import type { Delivery, OfficeStory } from '../dispatch.ts';
import { counted } from '../page-frame.ts';
import type { CameBack, InboxPort, OfficeAnnex } from '../ports.ts';
import { linksModel } from './office-links.ts';
import {
  acknowledgementsModel,
  visitsModel,
  type StoryProofs,
  type StoryVisits,
} from './story-acknowledgements.ts';

interface StoryPageInput {
  story: OfficeStory;
  annexes: readonly OfficeAnnex[];
  letters: readonly { href: string; title: string; badge: string; standing: string }[];
  /** What it asked about the act from its page. */
  questions: readonly { href: string; title: string; badge: string; standing: string }[];
  returns: Awaited<ReturnType<InboxPort['ofOffice']>>;
  /** Address of the instruction. */
  instructionHref: string;
  /** Of those who decided something. */
  names: Map<string, string>;
  path: string;
  back: string;
  /** A dispatcher looks, and the campaign is not over. */
  steers: boolean;
  /** A dispatcher looks: a link can be taken back, and an acknowledgement recorded, after the closing too. */
  acts: boolean;
  /** An acknowledgement may be recorded: one is asked of this office. */
  consigns: boolean;
  proofs: StoryProofs;
  visits: StoryVisits;
}

/** One office's whole story, as templates/pages/dispatch/office.hbs declares it. */
export function storyModel(messages: Messages, given: StoryPageInput) {
  const { story, path, steers } = given;
  const deferred = story.deliveries.some(({ state }) => state === 'deferred');
  const view = viewOfLine(messages, story);
  return {
    name: story.officeName,
    officeHref: `/prefectures/${story.officeId}`,
    answersHref: `${given.instructionHref}/reponses?prefecture=${story.officeId}`,
    badge: badgeOfStanding[story.standing],
    standing: view.standing,
    ...(view.detail === '' ? {} : { detail: view.detail }),
    ...(story.regionName === undefined ? {} : { region: story.regionName }),
    isCopy: story.role === 'cc',
    ...(story.acknowledgedAt === undefined ? {} : { acknowledgedAt: story.acknowledgedAt }),
    acknowledgements: acknowledgementsModel(messages, story, given),
    ...(given.consigns ? { consignHref: `${path}/accuse` } : {}),
    visits: visitsModel(messages, given.visits),
    returns: given.returns.messages.map((message) => returnModel(messages, message, given.returns.answers)),
    annexes: given.annexes.map(({ key, title, sha256 }) => ({
      title,
      sha256,
      href: `${given.instructionHref}/credits/notifications/${key}.pdf`,
    })),
    letters: given.letters,
    questions: given.questions,
    elsewhere: story.timeZone !== 'Europe/Paris',
    timeZone: story.timeZone,
    ...(steers && (deferred || story.standing === 'unreachable') ? { retryHref: `${path}/reessayer` } : {}),
    contacts: story.contacts.map((contact) => contactModel(messages, contact, given)),
    back: given.back,
  };
}

const badgeOfReturn: Record<string, string> = {
  ...{ failure: 'error', delay: 'warning', unclassified: 'warning' },
  ...{ success: 'success', 'read-receipt': 'success', 'auto-reply': 'info', reply: 'new' },
};
const excerptLength = 600;

/** A message that came back: a person's words are shown, a server's are on its own page. */
function returnModel(
  messages: Messages,
  { id, receivedAt, filing: { kind }, words }: CameBack,
  answers: readonly { messageId: string }[],
) {
  const text = words?.text.trim() ?? '';
  const isWritten = ['reply', 'auto-reply', 'unclassified'].includes(kind) && text !== '';
  const answered = answers.filter(({ messageId }) => messageId === id).length;
  return {
    href: `/retours/${id}`,
    at: formatShortInstant(receivedAt),
    badge: badgeOfReturn[kind] ?? 'info',
    kind: messages(`inbox.kind.${kind}`),
    from:
      words === undefined
        ? messages('inbox.erased')
        : words.fromName || words.fromAddress || messages('inbox.no-sender'),
    subject: words === undefined || words.subject === '' ? messages('inbox.no-subject') : words.subject,
    ...(isWritten ? { text: text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text } : {}),
    ...(answered === 0 ? {} : { answered: counted(messages, 'dispatch.returns.answered', answered) }),
  };
}

function contactModel(
  messages: Messages,
  contact: OfficeStory['contacts'][number],
  { story, names, path, steers, acts }: StoryPageInput,
) {
  const { delivery, address, attempts, decisions } = contact;
  const erased = messages('dispatch.page.erased');
  const note = noteOf(story, delivery, attempts);
  return {
    heading: headingOf(messages, delivery),
    ...(note === undefined ? {} : { note: messages(`reminders.story.${note}`) }),
    address: address ?? erased,
    state: messages(`dispatch.state.${delivery.state}`),
    messageId: delivery.messageId,
    ...(delivery.dueAt === undefined ? {} : { dueAt: formatShortInstant(delivery.dueAt) }),
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      at: formatShortInstant(attempt.endedAt),
      localAt: formatShortInstant(attempt.endedAt, story.timeZone),
      outcome: messages(`dispatch.outcome.${attempt.outcome}`),
      reply: attempt.reply ?? erased,
    })),
    decisions: decisions.map(({ kind, decidedAt, decidedBy }) => ({
      text: messages(`dispatch.decision.${kind}`, {
        at: formatShortInstant(decidedAt),
        by: names.get(decidedBy) ?? erased,
      }),
    })),
    ...linksModel(messages, contact, { path, names, acts }),
    ...(delivery.state === 'unknown' && steers
      ? { resendHref: `${path}/renvoyer?envoi=${delivery.id}` }
      : {}),
  };
}

function headingOf(messages: Messages, { step, rank }: Delivery): string {
  if (step === 0) return messages('dispatch.page.contact', { rank });
  // A letter goes to nobody of the directory's ranks.
  return rank === 0
    ? messages('reminders.story.letter', { step })
    : messages('reminders.story.reminder', { step, rank });
}

/** What became of a reminder when it met the acknowledgement. */
function noteOf(
  { acknowledgedAt }: OfficeStory,
  { step, state, changedAt, plannedAt }: Delivery,
  attempts: readonly Attempt[],
): 'dropped' | 'dropped-acknowledged' | 'crossed' | undefined {
  if (step === 0) return undefined;
  if (state === 'cancelled') return changedAt === acknowledgedAt ? 'dropped-acknowledged' : 'dropped';
  if (acknowledgedAt === undefined || plannedAt > acknowledgedAt) return undefined;
  return attempts.some(({ endedAt }) => endedAt >= acknowledgedAt) ? 'crossed' : undefined;
}
