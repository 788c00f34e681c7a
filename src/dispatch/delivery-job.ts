import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { MailOutcome, Mailer } from '../mail/mail.ts';
import type { Job } from '../queue/queue.ts';
import { findCampaign, listFrozenOffices, type Campaign } from './campaigns-store.ts';
import { findAddress, findDelivery } from './deliveries-store.ts';
import { markClaimsRenewed, markMoved } from './delivery-moves-store.ts';
import type { Delivery } from './delivery.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import type { LinkTokens } from './link-token.ts';
import { rememberSignedActs } from './signed-acts.ts';
import type { Outcomes } from './outcomes.ts';
import type { BuildMail, InstructionsPort } from './ports.ts';

interface Claim {
  delivery: Delivery;
  campaign: Campaign;
  address: string;
}

/**
 * Sends one mail: claims the delivery (`sending`), writes the mail, commits `ending` just before the
 * final dot, records the answer. Each step is a conditional UPDATE on the job's epoch, so that a job
 * delivered twice, or a worker that was frozen and thawed, sends nothing.
 */
export function createDeliveryJob(deps: {
  clock: Clock;
  ledger: LedgerWriter;
  readDatabase: Knex;
  instructions: InstructionsPort;
  linkTokens: LinkTokens;
  buildMail: BuildMail;
  mailer: Mailer;
  outcomes: Outcomes;
  log: Log;
}) {
  const { clock, ledger, readDatabase, mailer, outcomes, log } = deps;
  const signedAct = rememberSignedActs((instructionId) => deps.instructions.signedVersion(instructionId));
  const held = new Map<string, { id: string; epoch: number }>();

  function claim(job: Job): Promise<Claim | undefined> {
    return ledger.write(async (transaction) => {
      const delivery = await findDelivery(transaction, { id: job.id });
      if (delivery === undefined) return undefined;
      const at = instantOf(clock);
      const claimed = await markMoved(transaction, {
        id: job.id,
        campaignId: delivery.campaignId,
        epoch: job.epoch,
        from: ['queued'],
        to: 'sending',
        at,
        set: { claimedAt: at },
        whileOpen: true,
      });
      const campaign = await findCampaign(transaction, { id: delivery.campaignId });
      const address = await findAddress(transaction, job.id);
      if (!claimed || campaign === undefined) return undefined;
      return { delivery, campaign, address: address ?? '' };
    });
  }

  function lastWord({ delivery }: Claim): Promise<boolean> {
    const at = instantOf(clock);
    return ledger.write((transaction) =>
      markMoved(transaction, {
        id: delivery.id,
        campaignId: delivery.campaignId,
        epoch: delivery.epoch,
        from: ['sending'],
        to: 'ending',
        at,
        set: { claimedAt: at },
        whileOpen: true,
      }),
    );
  }

  async function write({ delivery, campaign, address }: Claim) {
    const [office] = await listFrozenOffices(readDatabase, campaign.id, { office_id: delivery.officeId });
    const signed = await signedAct(campaign.instructionId, campaign.signedSha256);
    if (office === undefined || signed === undefined) {
      throw new Error('the ledger names an office or a version that is not there');
    }
    return deps.buildMail({
      instruction: signed,
      deadlineOn: campaign.deadlineOn,
      officeId: office.officeId,
      officeName: office.officeName,
      timeZone: office.timeZone,
      regionName: office.regionName,
      role: office.role,
      pdfBy: campaign.pdfBy,
      address,
      messageId: delivery.messageId,
      envid: delivery.envid,
      linkToken: deps.linkTokens.tokenOf(delivery.id),
    });
  }

  async function attempt(claimed: Claim): Promise<MailOutcome> {
    let said = false;
    try {
      const mail = await write(claimed);
      const outcome = await mailer.send(mail, {
        async beforeFinalDot() {
          said = await lastWord(claimed);
          return said;
        },
      });
      // Once the dot was allowed, only a server's own 4xx may make us send again.
      const doubtful = said && outcome.outcome === 'deferred' && outcome.code === undefined;
      return doubtful ? { outcome: 'unknown', cause: outcome.reply } : outcome;
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

  // Paused meanwhile, or taken over by another epoch (then there is nothing to give back).
  async function giveBack({ id, campaignId, epoch }: Delivery): Promise<void> {
    log.warn({ delivery: id, epoch }, 'a mail was dropped before its last word');
    await ledger.write((transaction) =>
      markMoved(transaction, {
        id,
        campaignId,
        epoch,
        from: ['sending'],
        to: 'pending',
        at: instantOf(clock),
        set: { newEpoch: true, claimedAt: null },
      }),
    );
  }

  async function send(claimed: Claim): Promise<void> {
    const { delivery, campaign } = claimed;
    const result = await attempt(claimed);
    if (result.outcome === 'dropped') return giveBack(delivery);
    await ledger.write((transaction) => outcomes.record(transaction, campaign, delivery, result));
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
      const claims = [...held.values()];
      if (claims.length === 0) return;
      await ledger.write((transaction) => markClaimsRenewed(transaction, claims, instantOf(clock)));
    },
  };
}
