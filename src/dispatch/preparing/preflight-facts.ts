import { setTimeout as pause } from 'node:timers/promises';
import { parisDayOf } from '../../kernel/clock.ts';
import type { Mailer, MailerCheck } from '../../mail/mail.ts';
import type { VerificationReport } from '../../signing/signing.ts';
import { missingFrom, type CorrectedRecipients } from './corrected-recipients.ts';
import type { PreflightFacts } from './preflight.ts';
import type { DeparturePlan } from './departure-plan.ts';
import type { PreparingDirectory } from '../ports.ts';

/** What the checks ask of the signatures. */
export interface SignaturesPort {
  verify(pdf: Uint8Array): Promise<VerificationReport>;
  identities(): Record<'signatory' | 'seal', { certificateSha256: string; validTo: Date }>;
}

// Longer than a server that greets slowly on purpose, shorter than a person's patience before a page.
const serverPatienceMs = 15_000;

/** Gathers what the checks before a departure judge. `askServer`: whether the mail server is asked too. */
export async function gatherFacts(
  deps: {
    signing: SignaturesPort;
    mailer: Pick<Mailer, 'check'>;
    directory: PreparingDirectory;
  },
  plan: DeparturePlan,
  given: {
    heaviest: PreflightFacts['heaviest'];
    attachmentLimit: number;
    corrected: CorrectedRecipients | undefined;
    questionnaires: PreflightFacts['questionnaires'];
    askServer: boolean;
  },
): Promise<PreflightFacts> {
  const { signing, mailer, directory } = deps;
  const [report, mailServer, directoryChangedOn, thatDay] = await Promise.all([
    signing.verify(plan.pdf),
    given.askServer ? askServer(mailer) : undefined,
    directory.changedOn(),
    directory.listOffices({ on: parisDayOf(plan.leavesAt) }),
  ]);
  const addressesThatDay = new Map(thatDay.map(({ id, contacts }) => [id, contacts[0]?.address]));
  const recipients = plan.offices.map(({ office, role }) => ({
    officeId: office.id,
    role,
    address: office.contacts[0]?.address,
  }));
  return {
    leavesAt: plan.leavesAt,
    deadlineOn: plan.deadlineOn,
    signature: signatureFacts(report, signing.identities()),
    mailServer,
    pdfBytes: plan.pdf.byteLength,
    pdfBy: plan.pdfBy,
    attachmentLimit: given.attachmentLimit,
    hasCredits: plan.hasCredits,
    annexes: plan.annexes,
    annexesBy: plan.annexesBy,
    annexesWished: plan.annexesWished,
    heaviest: given.heaviest,
    recipientsOn: plan.recipientsOn,
    recipients,
    changedContacts: recipients
      .filter(({ officeId, address }) => addressesThatDay.get(officeId) !== address)
      .map(({ officeId }) => officeId),
    directoryChangedOn,
    questionnaires: given.questionnaires,
    ...(given.corrected === undefined ? {} : { corrected: correctedFacts(given.corrected, plan) }),
  };
}

function correctedFacts(corrected: CorrectedRecipients, plan: DeparturePlan) {
  const { title, offices } = corrected;
  return { title, had: offices.length, missing: missingFrom(corrected, plan.offices) };
}

function signatureFacts(
  report: VerificationReport,
  identities: ReturnType<SignaturesPort['identities']>,
): PreflightFacts['signature'] {
  const act = report.signatures.find(({ kind }) => kind !== 'timestamp');
  const level = act?.level ?? '—';
  const own = Object.values(identities).find((each) => each.certificateSha256 === act?.certificateSha256);
  // From B-LT on, the file holds what proves that its certificate was good: its end matters no more.
  const outlived = level === 'B-LT' || level === 'B-LTA';
  return {
    verdict: report.valid ? 'valid' : report.verdict === 'indeterminate' ? 'indeterminate' : 'invalid',
    signer: act?.signer ?? '',
    level,
    reasons: [...new Set([...report.problems, ...report.signatures.flatMap(({ reasons }) => reasons)])],
    ...(own === undefined || outlived ? {} : { certificateEndsOn: parisDayOf(own.validTo) }),
  };
}

async function askServer(mailer: Pick<Mailer, 'check'>): Promise<MailerCheck> {
  const stop = new AbortController();
  const silence = pause(serverPatienceMs, undefined, { signal: stop.signal }).then((): MailerCheck => ({
    outcome: 'deferred',
    key: 'mail.server.unreachable',
    reply: `no answer within ${serverPatienceMs / 1000} s`,
  }));
  silence.catch(() => undefined);
  try {
    return await Promise.race([mailer.check(), silence]);
  } finally {
    stop.abort();
  }
}
