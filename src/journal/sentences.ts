import { formatAmount, formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { accessParams } from './access-sentences.ts';
import type { JournalEvent, JournalEventType, JournalLine } from './event.ts';
import { officeParams } from './office-sentences.ts';
import { pastCircularParams } from './past-circular-sentences.ts';
import { proofParams } from './proof-sentences.ts';
import { publicationParams } from './publication-sentences.ts';
import {
  byAttempt,
  byContact,
  byKindAndOffice,
  byOffice,
  byRelation,
  byRole,
  byStep,
  byUser,
  byVersion,
  byVisa,
  none,
  type Params,
  type Words,
} from './sentence-words.ts';
import { workshopParams } from './workshop-sentences.ts';

type DataOf<Type extends JournalEventType> = Extract<JournalEvent, { type: Type }>['data'];

/**
 * Names of the day, read from the tables that can be erased; undefined for what is gone.
 * A page about one office names its contacts; elsewhere a contact is told by its office.
 */
export interface Names {
  user(id: string): string | undefined;
  office(id: string): string | undefined;
  contact?(id: string): string | undefined;
  mandate?(id: string): string | undefined;
}

/**
 * What each event's sentence (`journal.event.…`) needs. An event that is added to the journal and
 * forgotten here does not compile.
 */
const paramsOf: { [Type in JournalEventType]: (data: DataOf<Type>, words: Words) => Params } = {
  'installation.born': ({ nature }, words) => ({ nature: words.word(nature) }),
  'user.created': byUser,
  'user.password-changed': byUser,
  'user.disabled': byUser,
  'user.enabled': byUser,
  'user.pro-connect-allowed': byUser,
  'user.pro-connect-linked': byUser,
  'user.pro-connect-forbidden': byUser,
  'user.second-factor-enrolled': byUser,
  'user.second-factor-reset': byUser,
  'user.recovery-code-used': byUser,
  'user.recovery-codes-renewed': byUser,
  'role.granted': byRole,
  'role.revoked': byRole,
  'session.opened': none,
  'session.closed': none,
  'instruction.created': ({ template }) => ({ template }),
  'instruction.saved': ({ revision }) => ({ revision }),
  'instruction.author-declared': byUser,
  'instruction.frozen': ({ version, revision }) => ({ version, revision }),
  'instruction.freeze-voided': byVersion,
  'visa.given': byVisa,
  'visa.refused': byVisa,
  'instruction.approved': byVersion,
  'instruction.signed': ({ version, level, signedOn }, words) => ({
    version,
    level,
    day: signedOn === undefined ? '' : words.day(signedOn),
  }),
  'instruction.renewed': ({ number, keptUntil }, words) => ({
    number,
    day: words.day(keptUntil.slice(0, 10)),
  }),
  'instruction.renewal-failed': none,
  'instruction.closed': none,
  'instruction.amendment-begun': byRelation,
  'instruction.amendment-changed': byRelation,
  'instruction.corrected': ({ relation }, words) => ({ what: words.word(`corrected-${relation}`) }),
  'archive.documents-checked': ({ documents, altered }) => ({
    documents,
    altered: altered === '' ? 0 : altered.split(' ').length,
  }),
  'archive.end-announced': ({ kind, endsAt, days }, words) => ({
    what: words.word(kind),
    day: words.day(endsAt.slice(0, 10)),
    days,
  }),
  'allocations.imported': ({ territories, commitmentAuthority, paymentAppropriation }) => ({
    territories,
    commitment: formatAmount(commitmentAuthority),
    payment: formatAmount(paymentAppropriation),
  }),
  'allocations.removed': none,
  'annexes.asked': ({ annexes }) => ({ annexes }),
  'annexes.sealed': ({ annexes }) => ({ annexes }),
  'directory.imported': ({ offices, contacts }) => ({ offices, contacts }),
  'contact.added': byContact,
  'contact.ended': byContact,
  'preparation.overruled': ({ findings }) => ({ count: findings.split(', ').length }),
  'preparation.tried': byOffice,
  'preparation.scheduled': ({ offices, dueAt }, words) => ({ offices, at: words.instant(dueAt) }),
  'preparation.moved': ({ dueAt }, words) => ({ at: words.instant(dueAt) }),
  'preparation.cancelled': none,
  'preparation.held': ({ cause }, words) => ({ cause: words.word(`held-${cause}`) }),
  'preparation.abandoned': none,
  'campaign.opened': ({ offices, deadlineOn, copies = 0 }, words) => ({
    offices,
    copies,
    day: words.day(deadlineOn),
  }),
  'campaign.paused': none,
  'campaign.resumed': none,
  'campaign.cancelled': ({ deliveries }) => ({ deliveries }),
  'campaign.closed': none,
  'campaign.statement-sealed': ({ level }) => ({ level }),
  'delivery.planned': byOffice,
  'delivery.accepted': byAttempt,
  'delivery.deferred': byAttempt,
  'delivery.refused': byAttempt,
  'delivery.unknown': byAttempt,
  'delivery.delivered': byOffice,
  'delivery.bounced': byOffice,
  'delivery.taken': byOffice,
  'delivery.resent': byOffice,
  'delivery.retried': byOffice,
  'message.received': ({ kind }, words) => ({ kind: words.word(`kind-${kind}`) }),
  'notice.received': byKindAndOffice,
  'message.tied': byKindAndOffice,
  'message.set-aside': none,
  'answer.written': byOffice,
  'answer.ended': ({ office, outcome }, words) => ({
    office: words.office(office),
    outcome: words.word(`answer-${outcome}`),
  }),
  'acknowledgement.declared': byOffice,
  'ladder.planned': ({ steps }) => ({ steps }),
  'ladder.changed': ({ step, change }, words) => ({ step, change: words.word(`ladder-${change}`) }),
  'reminder.planned': byStep,
  'reminder.dropped': (data, words) => ({
    ...byStep(data, words),
    cause: words.word(`dropped-${data.cause}`),
  }),
  'reminder.crossed': byStep,
  'escalation.prepared': byStep,
  'escalation.written': none,
  'escalation.set-aside': none,
  'escalation.resumed': none,
  'escalation.sent': ({ step }) => ({ step }),
  'acknowledgement.recorded': (data, words) => ({
    ...byOffice(data, words),
    strength: words.word(`strength-${data.strength ?? 'declared'}`),
  }),
  ...officeParams,
  ...pastCircularParams,
  ...proofParams,
  ...publicationParams,
  ...accessParams,
  ...workshopParams,
};

/** One line in French: who did it, and what was done, without a final stop. */
export function lineInWords(line: JournalLine, names: Names, messages: Messages) {
  const office = (id: string) => names.office(id) ?? messages('journal.office', { office: id });
  const user = (id: string) => names.user(id) ?? messages('journal.erased');
  const words: Words = {
    user,
    office,
    contact: (data) => names.contact?.(data.contact) ?? office(data.office),
    mandate: ({ mandate, territory }) =>
      names.mandate?.(mandate) ?? messages('journal.territory', { territory }),
    day: formatDay,
    instant: formatLongInstant,
    word: (code) => messages(`journal.word.${code}`),
  };
  return { actor: actorOf(line.actor), sentence: sentence() };

  function actorOf(actor: string): string {
    if (actor === 'system') return messages('journal.system');
    return actor.startsWith('office:') ? office(actor.slice('office:'.length)) : user(actor);
  }

  function sentence(): string {
    const fill = paramsOf[line.type] as ((data: unknown, words: Words) => Params) | undefined;
    // A journal written by a later version may hold what this one does not know: it is shown as it is.
    if (fill === undefined) return messages('journal.event.unknown', { type: line.type });
    return messages(`journal.event.${formOf(line)}`, fill(line.data, words));
  }
}

/** Why a frozen version fell; `edited`: as it was before frozen texts became read-only. */
const voidedBy: Record<string, string> = {
  edited: 'voided-by-edit',
  resumed: 'voided-by-resuming',
  corrected: 'voided-by-correction',
};

/** An event's type, or the form of it that says more: why a version fell, whose mark a document bears. */
function formOf(line: JournalLine): string {
  switch (line.type) {
    case 'instruction.freeze-voided':
      return `instruction.${voidedBy[line.data.cause] ?? 'voided-by-refusal'}`;
    case 'visa.given':
    case 'visa.refused':
      return line.data.onBehalfOf === undefined ? line.type : `${line.type}-for`;
    case 'instruction.signed':
      if (line.data.how === 'by-hand') return 'instruction.signed-by-hand';
      if (line.data.how === 'outside')
        return `instruction.${line.data.mark === 'seal' ? 'sealed' : 'signed'}-outside`;
      return line.data.mark === 'seal' ? 'instruction.sealed' : 'instruction.signed';
    case 'archive.end-announced':
      return line.data.days === 0 ? 'archive.end-reached' : line.type;
    case 'campaign.opened':
      return (line.data.copies ?? 0) > 0 ? 'campaign.opened-with-copies' : line.type;
    case 'annexes.sealed':
      return line.data.timestampedAt === '' ? 'annexes.sealed' : 'annexes.sealed-and-stamped';
    case 'delivery.delivered':
      return line.data.cause === 'acknowledged' ? line.type : 'delivery.delivered-by-notice';
    case 'office.entered':
      return line.data.strength === 'proconnect' ? 'office.entered-with-proconnect' : line.type;
    case 'campaign.paused':
      return line.data.cause === 'mail-server' ? 'campaign.paused-by-mail-server' : 'campaign.paused';
    default:
      return line.type;
  }
}

/** The ids of the people whom lines name, the actors included. */
export function userIdsIn(lines: JournalLine[]): string[] {
  const ids = new Set<string>();
  for (const line of lines) {
    if (line.actor !== 'system' && !line.actor.startsWith('office:')) ids.add(line.actor);
    if ('user' in line.data) ids.add(line.data.user);
    if ('taker' in line.data) ids.add(line.data.taker);
    if ('onBehalfOf' in line.data && line.data.onBehalfOf !== undefined) ids.add(line.data.onBehalfOf);
  }
  return [...ids];
}
