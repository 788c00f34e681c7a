import type { MailerCheck } from '../../mail/mailer.ts';
import { readAddress } from '../../mail/mail.ts';
import { parisDayOf } from '../../kernel/clock.ts';
import { formatBytes, formatCount, formatDay } from '../../kernel/french-format.ts';
import type { RecipientRole } from '../audience.ts';
import type { PdfBy } from '../campaigns-store.ts';
import { questionnaireChecks, type AskedQuestionnaire } from './asked-check.ts';
import {
  countsOf,
  stateOfNotifications,
  type NotificationsFacts,
  type NotificationsState,
} from './notifications.ts';

export interface RecipientFact {
  officeId: string;
  role: RecipientRole;
  /** Of its best contact on the day that was chosen; undefined: it has none. */
  address: string | undefined;
}

/** What the checks before a departure judge; gathered elsewhere, so that the judging has no other side. */
export interface PreflightFacts extends NotificationsFacts {
  leavesAt: Date;
  deadlineOn: string;
  signature: {
    verdict: 'valid' | 'invalid' | 'indeterminate';
    signer: string;
    level: string;
    /** Keys of the sentences that say why it is not valid. */
    reasons: readonly string[];
    /** Last day of the certificate, when it is one of ours and nothing in the file outlives it. */
    certificateEndsOn?: string;
  };
  /** Undefined: it is not asked now (at a scheduled departure, the ledger waits for the server by itself). */
  mailServer: MailerCheck | undefined;
  pdfBytes: number;
  pdfBy: PdfBy;
  attachmentLimit: number;
  /** Of the heaviest mail: octets, whole and encoded, and whose it is. */
  heaviest: { bytes: number; officeName: string };
  recipientsOn: string;
  recipients: readonly RecipientFact[];
  /** Offices whose contact on the day chosen is no longer, or not yet, the one of the departure. */
  changedContacts: readonly string[];
  /** The day on which a contact was last added or withdrawn; undefined: never. */
  directoryChangedOn: string | undefined;
  /** Of a rectificatif: how many offices had what it corrects, and who of them is not written to as then. */
  corrected?: { title: string; had: number; missing: readonly { officeId: string; officeName: string }[] };
  /** What the act asks to fill in. */
  questionnaires: readonly AskedQuestionnaire[];
}

export type CheckLevel = 'ok' | 'warning' | 'blocking';

export interface Check {
  name: string;
  level: CheckLevel;
  /** The sentence that says what was found, and what to do. */
  key: string;
  params: Record<string, string | number>;
  /** Ids only: the same finding has the same name the next time, so that an overrule covers it alone. */
  finding: string;
  mayBeOverruled: boolean;
  offices: readonly string[];
  /** A server's own words. */
  reply?: string;
  /** Keys of sentences that say more. */
  reasons?: readonly string[];
}

const day = 86_400_000;

/** The checks before a departure, in the order in which they are read. */
export function judgePreflight(facts: PreflightFacts): Check[] {
  return [
    signatureCheck(facts),
    certificateCheck(facts),
    deadlineCheck(facts),
    ...mailServerCheck(facts),
    annexesCheck(facts),
    sizeCheck(facts),
    reachableCheck(facts),
    ...internationalCheck(facts),
    mailboxCheck(facts),
    directoryCheck(facts),
    ...correctedCheck(facts),
    ...questionnaireChecks(facts.questionnaires),
  ];
}

/** Blocking checks that nobody overruled: while there is one, nothing leaves. */
export function blockersOf(checks: readonly Check[], overruled: ReadonlySet<string>): Check[] {
  return checks.filter(
    (check) => check.level === 'blocking' && !(check.mayBeOverruled && overruled.has(check.finding)),
  );
}

function check(
  name: string,
  level: CheckLevel,
  what: string,
  more: Partial<Pick<Check, 'params' | 'offices' | 'mayBeOverruled'>> = {},
): Check {
  const offices = more.offices ?? [];
  return {
    name,
    level,
    key: `preparing.check.${name}.${what}`,
    params: more.params ?? {},
    finding: [name, what, ...offices.toSorted()].join(' '),
    mayBeOverruled: more.mayBeOverruled ?? true,
    offices,
  };
}

function signatureCheck({ signature: { verdict, signer, level, reasons } }: PreflightFacts): Check {
  if (verdict === 'valid') return check('signature', 'ok', 'valid', { params: { signer, level } });
  // A document that was altered, or that nobody signed, leaves under no circumstances.
  return { ...check('signature', 'blocking', verdict, { mayBeOverruled: verdict !== 'invalid' }), reasons };
}

function certificateCheck({ signature, leavesAt, deadlineOn }: PreflightFacts): Check {
  const ends = signature.certificateEndsOn;
  if (ends === undefined) return check('certificate', 'ok', 'holds');
  const params = { day: formatDay(ends) };
  if (ends < parisDayOf(leavesAt)) return check('certificate', 'blocking', 'ended', { params });
  if (ends <= deadlineOn) return check('certificate', 'warning', 'ends-before-deadline', { params });
  const soon = Date.parse(ends) - leavesAt.getTime() < 30 * day;
  return check('certificate', soon ? 'warning' : 'ok', soon ? 'ends-soon' : 'ends-later', { params });
}

function deadlineCheck({ leavesAt, deadlineOn }: PreflightFacts): Check {
  const leavesOn = parisDayOf(leavesAt);
  const days = Math.round((Date.parse(deadlineOn) - Date.parse(leavesOn)) / day);
  const params = { day: formatDay(deadlineOn), days };
  if (days < 1) return check('deadline', 'blocking', 'past', { params, mayBeOverruled: false });
  if (days < 7) return check('deadline', 'warning', days === 1 ? 'one-day' : 'short', { params });
  return check('deadline', 'ok', 'fair', { params });
}

function mailServerCheck({ mailServer }: PreflightFacts): Check[] {
  if (mailServer === undefined) return [];
  if (mailServer.outcome === 'ready') {
    const { tls, signedIn } = mailServer.abilities;
    const what = `${tls === undefined ? 'plain' : 'encrypted'}${signedIn ? '-signed-in' : ''}`;
    return [check('mail-server', 'ok', what, { params: { tls: tls ?? '' } })];
  }
  const { outcome, key, reply } = mailServer;
  return [{ ...check('mail-server', 'blocking', outcome), key, reply }];
}

function annexesCheck(facts: PreflightFacts): Check {
  const state = stateOfNotifications(facts);
  const params = countsOf(facts);
  // What was asked for is finished first: a part of the offices would be told, and not the others.
  const mayBeOverruled = state === 'not-made';
  const level = levelOfNotifications[state];
  return check('annexes', level, state, { params, mayBeOverruled: level !== 'blocking' || mayBeOverruled });
}

const levelOfNotifications: Record<NotificationsState, CheckLevel> = {
  'no-credits': 'ok',
  'not-made': 'blocking',
  'under-way': 'blocking',
  failed: 'blocking',
  attached: 'ok',
  'by-link': 'ok',
  'too-big': 'warning',
};

/** What was asked for is being made: a departure that waits for it needs nobody. */
export function settlesByItself({ finding }: Check): boolean {
  return finding === 'annexes under-way' || finding === 'annexes failed';
}

function sizeCheck(facts: PreflightFacts): Check {
  const { pdfBytes, pdfBy, heaviest, attachmentLimit, mailServer } = facts;
  const limit = mailServer?.outcome === 'ready' ? mailServer.abilities.maximumSize : undefined;
  const params = {
    pdf: formatBytes(pdfBytes),
    mail: formatBytes(heaviest.bytes),
    office: heaviest.officeName,
    limit: formatBytes(attachmentLimit),
    server: formatBytes(limit ?? 0),
  };
  if (limit !== undefined && heaviest.bytes > limit) return check('size', 'blocking', 'too-big', { params });
  if (pdfBy === 'link') return check('size', 'warning', 'by-link', { params });
  return check('size', 'ok', 'attached', { params });
}

/** What the transport reads an address as; undefined when no mail can be written to it. */
function mailboxOf({ address }: RecipientFact) {
  const read = address === undefined ? undefined : readAddress(address);
  return read?.ok === true ? read.value : undefined;
}

function reachableCheck({ recipients }: PreflightFacts): Check {
  const offices = idsOf(recipients.filter((recipient) => mailboxOf(recipient) === undefined));
  const params = { count: formatCount(offices.length), all: formatCount(recipients.length) };
  if (offices.length === 0) return check('reachable', 'ok', 'all', { params });
  return check('reachable', 'blocking', offices.length === 1 ? 'one' : 'some', { params, offices });
}

function internationalCheck({ recipients, mailServer }: PreflightFacts): Check[] {
  if (mailServer?.outcome !== 'ready' || mailServer.abilities.smtpUtf8) return [];
  const offices = idsOf(recipients.filter((each) => mailboxOf(each)?.needsSmtpUtf8 === true));
  if (offices.length === 0) return [];
  return [check('international', 'blocking', 'not-offered', { offices })];
}

function mailboxCheck({ recipients }: PreflightFacts): Check {
  const byMailbox = Map.groupBy(recipients, (each) => mailboxOf(each)?.mailbox ?? '');
  byMailbox.delete('');
  const offices = idsOf([...byMailbox.values()].filter((sharing) => sharing.length > 1).flat());
  if (offices.length === 0) return check('mailboxes', 'ok', 'distinct');
  return check('mailboxes', 'blocking', 'shared', { offices });
}

function directoryCheck(facts: PreflightFacts): Check {
  const { directoryChangedOn, recipientsOn, changedContacts: offices, leavesAt } = facts;
  const params = { day: formatDay(recipientsOn), changed: formatDay(directoryChangedOn ?? recipientsOn) };
  if (offices.length > 0) return check('directory', 'warning', 'another-day', { params, offices });
  const old = leavesAt.getTime() - Date.parse(directoryChangedOn ?? recipientsOn) > 183 * day;
  return check('directory', old ? 'warning' : 'ok', old ? 'old' : 'fresh', { params });
}

function correctedCheck({ corrected }: PreflightFacts): Check[] {
  if (corrected === undefined) return [];
  const { title, had, missing } = corrected;
  const params = { title, had: formatCount(had), count: formatCount(missing.length) };
  if (missing.length === 0) return [check('corrected', 'ok', 'all', { params })];
  const offices = missing.map(({ officeId }) => officeId);
  return [check('corrected', 'blocking', missing.length === 1 ? 'one' : 'some', { params, offices })];
}

function idsOf(recipients: readonly RecipientFact[]): string[] {
  return recipients.map(({ officeId }) => officeId);
}
