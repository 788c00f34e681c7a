import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { MailOutcome, Mailer } from '../mail/mail.ts';
import type { Job } from '../queue/queue.ts';
import type { AnswerFiles } from './answer-files.ts';
import { createClaims, type Claim } from './claims.ts';
import { markClaimsRenewed } from './delivery-moves-store.ts';
import type { LedgerWriter } from '../kernel/ledger-writer.ts';
import type { LinkTokens } from './link-token.ts';
import { createRecording } from './recording.ts';
import { rememberSignedActs } from './signed-acts.ts';
import type { Outcomes } from './outcomes.ts';
import type { Campaign } from './campaigns-store.ts';
import type { Delivery } from './delivery.ts';
import type { BuildMail, MailToOffice } from './mail-content.ts';
import type { InstructionsPort } from './ports.ts';

/**
 * Sends one mail: claims the delivery (`sending`), writes the mail, commits `ending` just before the
 * final dot, keeps the answer and records it. What several mails ask of the ledger is committed together.
 */
export function createDeliveryJob(deps: {
  clock: Clock;
  ledger: LedgerWriter;
  instructions: InstructionsPort;
  linkTokens: LinkTokens;
  buildMail: BuildMail;
  /** What the mail of a step of the ladder says; nothing more for the first mail. */
  readStep(delivery: Delivery, campaign: Campaign): Promise<Pick<MailToOffice, 'reminder' | 'letter'>>;
  mailer: Mailer;
  outcomes: Outcomes;
  answers: AnswerFiles;
  log: Log;
}) {
  const { clock, ledger, mailer, outcomes, log } = deps;
  const claims = createClaims({ clock });
  const signedAct = rememberSignedActs((instructionId) => deps.instructions.signedVersion(instructionId));
  const held = new Map<string, Job>();

  const claim = ledger.kind(claims.take);
  const lastWord = ledger.kind(claims.sayLastWord, { urgent: true });
  const giveBack = ledger.kind(claims.giveBack);
  const recording = createRecording({ ...deps, record: ledger.kind(outcomes.record) });
  const renew = ledger.kind(async (transaction, groups: Job[][]) => {
    await markClaimsRenewed(transaction, groups.flat(), instantOf(clock));
    return groups.map(() => undefined);
  });

  async function write({ delivery, campaign }: Claim) {
    const { office, address } = delivery;
    const step = await deps.readStep(delivery, campaign);
    const signed = await signedAct(campaign.instructionId, campaign.signedSha256);
    if (signed === undefined) throw new Error('the ledger names a version that is not there');
    return deps.buildMail({
      instruction: signed,
      deadlineOn: campaign.deadlineOn,
      officeId: office.officeId,
      officeName: office.officeName,
      timeZone: office.timeZone,
      regionName: office.regionName,
      role: office.role,
      pdfBy: campaign.pdfBy,
      annexesBy: campaign.annexesBy,
      address,
      messageId: delivery.messageId,
      envid: delivery.envid,
      // A reminder writes the link of the first mail again, or the one that replaced it.
      linkToken: deps.linkTokens.tokenOf(delivery.repeats ?? delivery.id, delivery.linkGeneration),
      ...step,
    });
  }

  async function attempt(claimed: Claim, hear: (outcome: MailOutcome) => void): Promise<MailOutcome> {
    let said = false;
    try {
      const mail = await write(claimed);
      // The transport knows whether the dot it was allowed did leave: « deferred » says that it did not.
      return await mailer.send(mail, {
        async beforeFinalDot() {
          said = await lastWord(claimed);
          return said;
        },
        answered: hear,
      });
    } catch (error) {
      // Neither a mail that cannot be written nor a fault of ours may hold the delivery for ever.
      const { id, epoch } = claimed.delivery;
      log.error({ delivery: id, epoch, error }, 'a mail could not be written');
      if (error instanceof AppError && error.code === 'invalid') {
        return { outcome: 'refused', reply: `not sent: ${error.message}`, code: 0 };
      }
      if (said) return { outcome: 'unknown', cause: 'internal error after the final dot was allowed' };
      return { outcome: 'deferred', reply: 'not sent: internal error' };
    }
  }

  async function send(claimed: Claim): Promise<void> {
    const { delivery } = claimed;
    const end = recording.of(delivery);
    end.hear(await attempt(claimed, end.hear));
    if (await end.tellLedger()) return;
    // Paused or cancelled meanwhile, or taken over by another epoch (then there is nothing to give back).
    log.warn({ delivery: delivery.id, epoch: delivery.epoch }, 'a mail was dropped before its last word');
    await giveBack(delivery);
  }

  return {
    /** The queue's handler. A throw leaves the claim to its lease: it is taken back, or becomes `unknown`. */
    async run(job: Job): Promise<void> {
      const claimed = await claim(job);
      if (claimed === undefined) return;
      const key = `${job.id}.${job.epoch}`;
      held.set(key, job);
      try {
        await send(claimed);
      } finally {
        held.delete(key);
      }
    },

    /** Tells the ledger that this process still holds what it claimed. A frozen process does not. */
    async renewClaims(): Promise<void> {
      if (held.size > 0) await renew([...held.values()]);
    },

    /** From now on, what the database does not take is soon left to the sweep of the next start. */
    askToStop: recording.askToStop,
  };
}
