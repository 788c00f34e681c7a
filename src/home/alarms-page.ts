import type { Alteration, Fixity, Keeping, KeepingAlarm } from '../archive/archive.ts';
import type { Inbox, MailboxAlarm } from '../inbox/inbox.ts';
import type { Clock } from '../kernel/clock.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { withinPerimeter } from '../kernel/perimeter.ts';
import type { Proof, ProofAlarm } from '../proof/proof.ts';
import type { CurrentUser, Role } from '../web/route.ts';

const dayMs = 24 * 3_600_000;

/** Who is told of certificates and proofs that end: who can act, and who watches. */
const keepers: readonly Role[] = ['administrator', 'signatory', 'auditor'];
/** Who is told of documents that are not what they were. */
const watchers: readonly Role[] = ['administrator', 'auditor'];

/** Who is told that nothing is read of what comes back. */
const readersOfReturns: readonly Role[] = ['administrator', 'dispatcher', 'auditor'];

const gravest = ['error', 'warning', 'info'] as const;

interface AlarmBlock {
  kind: (typeof gravest)[number];
  title: string;
  text: string;
  /** What the text ends with. */
  sha256?: string;
  /** The document concerned, for who may read it. */
  document?: { href: string; label: string };
}

/** What must not come unseen, in words: what happens, since or until when, and what to do. */
export async function alarmsModel(
  { roles, perimeter }: Pick<CurrentUser, 'roles' | 'perimeter'>,
  deps: {
    keeping: Pick<Keeping, 'alarms'>;
    fixity: Pick<Fixity, 'alterations' | 'lastCheck'>;
    inbox: Pick<Inbox, 'alarm'>;
    proof: Pick<Proof, 'alarms'>;
    clock: Clock;
    messages: Messages;
  },
): Promise<{ alarms: AlarmBlock[]; checked?: string }> {
  const { keeping, fixity, clock, messages } = deps;
  const holds = (those: readonly Role[]) => roles.some((role) => those.includes(role));
  const mayRead = roles.some((role) => role !== 'administrator');
  // An address begins with its year: what is outside of an auditor's mission is not named here either.
  const isWithin = (slug: string | undefined) =>
    slug === undefined || withinPerimeter(perimeter, Number(slug.slice(0, 4)));
  const altered = holds(watchers) ? await fixity.alterations() : [];
  const alterations = altered.filter(({ document }) => isWithin(document?.instruction));
  const alarms = (holds(keepers) ? await keeping.alarms() : []).filter(({ act }) => isWithin(act?.slug));
  const journal = holds(keepers) ? await deps.proof.alarms() : [];
  const mailbox = holds(readersOfReturns) ? await deps.inbox.alarm() : undefined;
  const check = holds(watchers) && alterations.length === 0 ? await fixity.lastCheck() : undefined;
  return {
    alarms: [
      ...journal.map((each) => journalBlock(each, messages)),
      ...(mailbox === undefined ? [] : [mailboxBlock(mailbox, messages)]),
      ...alterations.map((each) => alterationBlock(each, { messages, mayRead })),
      ...alarms.map((each) => keepingBlock(each, { messages, mayRead, now: clock.now() })),
    ].toSorted((one, other) => gravest.indexOf(one.kind) - gravest.indexOf(other.kind)),
    ...(check === undefined || check.documents === 0
      ? {}
      : {
          checked: messages('home.alarm.checked', {
            documents: check.documents,
            at: formatLongInstant(check.at),
          }),
        }),
  };
}

function journalBlock(each: ProofAlarm, messages: Messages): AlarmBlock {
  const params =
    each.type === 'unanchored'
      ? {
          cause: messages(each.fault.reason),
          since: formatLongInstant(each.fault.since),
          attempts: each.fault.attempts,
        }
      : each.type === 'unsent'
        ? { since: formatLongInstant(each.since) }
        : {};
  return {
    kind: each.type === 'halted' ? 'error' : 'warning',
    title: messages(`proof.alarm.${each.type}.title`),
    text: messages(`proof.alarm.${each.type}.text`, params),
  };
}

function mailboxBlock({ grave, key, words, since }: MailboxAlarm, messages: Messages): AlarmBlock {
  const form = key === 'inbox.fault.late' ? 'late' : 'text';
  return {
    kind: grave ? 'error' : 'warning',
    title: messages('home.alarm.mailbox.title'),
    text: messages(`home.alarm.mailbox.${form}`, {
      cause: messages(key),
      since: formatLongInstant(since),
      words: words === '' ? '' : messages('home.alarm.mailbox.words', { words }),
    }).trim(),
  };
}

function alterationBlock(
  { sha256, document, since, wholeAt }: Alteration,
  { messages, mayRead }: { messages: Messages; mayRead: boolean },
): AlarmBlock {
  const what = document === null ? 'other' : document.document;
  const before =
    wholeAt === undefined
      ? messages('home.alarm.never-whole')
      : messages('home.alarm.whole', { at: formatLongInstant(wholeAt) });
  return {
    kind: 'error',
    title: messages(`home.alarm.altered.${what}`, { title: document?.title ?? '' }),
    text: messages('home.alarm.altered.text', { since: formatLongInstant(since), before }),
    sha256,
    ...linkTo(mayRead ? document?.instruction : undefined, messages),
  };
}

function keepingBlock(
  each: KeepingAlarm,
  { messages, mayRead, now }: { messages: Messages; mayRead: boolean; now: Date },
): AlarmBlock {
  const title = each.act?.title ?? '';
  const link = linkTo(mayRead ? each.act?.slug : undefined, messages);
  if (each.type === 'renewal') {
    const { reason, since, attempts } = each.fault;
    const next = messages(`home.alarm.renewal.${each.passing ? 'passing' : 'lasting'}`);
    const params = { reason: messages(reason), since: formatLongInstant(since), attempts, next };
    return {
      kind: each.passing ? 'warning' : 'error',
      title: messages('home.alarm.renewal.title', { title }),
      text: messages('home.alarm.renewal.text', params),
      ...link,
    };
  }
  const { kind, name, endsAt } = each.end;
  const isOver = each.alarm === 'ended';
  const days = Math.ceil((Date.parse(endsAt) - now.getTime()) / dayMs);
  const params = { name, title, end: formatDay(parisDayOf(new Date(endsAt))) };
  const when = isOver
    ? messages('home.alarm.ended', params)
    : messages(days > 1 ? 'home.alarm.ends' : 'home.alarm.ends-tomorrow', { ...params, days });
  return {
    kind: isOver || each.alarm === 7 ? 'error' : each.alarm === 30 ? 'warning' : 'info',
    title: messages(`home.alarm.${kind}.title`, { ...params, when }),
    text: messages(`home.alarm.${kind}.${isOver ? 'over' : 'text'}`, params),
    ...link,
  };
}

function linkTo(slug: string | undefined, messages: Messages): Pick<AlarmBlock, 'document'> {
  if (slug === undefined) return {};
  return { document: { href: `/instructions/${slug}/dossier`, label: messages('home.alarm.dossier') } };
}
