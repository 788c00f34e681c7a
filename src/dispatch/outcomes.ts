import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import type { MailOutcome } from '../mail/mail.ts';
import { insertAttempt } from './attempts-store.ts';
import { markCampaignState, type Campaign } from './campaigns-store.ts';
import { markMoved, markQueueTakenBack } from './delivery-moves-store.ts';
import { dueAfterDeferral, settledFrom, type Delivery, type Settled } from './delivery.ts';
import type { Planning } from './planning.ts';

/** What is recorded: every end of an attempt but a dropped one, which did nothing. */
export type RecordedOutcome = Exclude<MailOutcome, { outcome: 'dropped' }>;

export type Outcomes = ReturnType<typeof createOutcomes>;

/** Writes down how an attempt ended, and what follows from it, in the caller's transaction. */
export function createOutcomes(deps: { journal: Journal; clock: Clock; planning: Planning }) {
  const { journal, clock, planning } = deps;

  /**
   * `delivery` is as it was claimed (its epoch is the claim's). An answer that comes after the claim was
   * taken back is kept as an attempt and moves nothing, unless the delivery is still `unknown` under
   * the same epoch: then the answer settles it.
   */
  async function record(
    transaction: Knex.Transaction,
    campaign: Campaign,
    delivery: Delivery,
    result: RecordedOutcome,
  ): Promise<void> {
    const at = instantOf(clock);
    const ending = endingOf(result, delivery, clock.now());
    const attempt = await insertAttempt(transaction, {
      deliveryId: delivery.id,
      epoch: delivery.epoch,
      at,
      outcome: result.outcome,
      code: 'code' in result ? result.code : undefined,
      reply: result.outcome === 'unknown' ? result.cause : result.reply,
    });
    const moved = await markMoved(transaction, {
      id: delivery.id,
      campaignId: campaign.id,
      epoch: delivery.epoch,
      from: settledFrom[ending.to],
      to: ending.to,
      at,
      set: {
        ...(ending.to === 'pending' ? {} : { attempt: true }),
        claimedAt: null,
        dueAt: ending.dueAt ?? null,
      },
    });
    const line = lineOf(campaign, delivery, ending.journal, attempt);
    if (line !== undefined) await journal.append(transaction, line);
    if (result.outcome === 'misconfigured') await stopCampaign(transaction, campaign, at);
    if (moved && ending.to === 'refused') {
      await planning.planNextContact(
        transaction,
        campaign,
        { officeId: delivery.officeId, afterRank: delivery.rank },
        'system',
      );
    }
  }

  // Every recipient would fail the same way: one cause is said once, and nobody's attempts are spent.
  async function stopCampaign(transaction: Knex.Transaction, campaign: Campaign, at: string): Promise<void> {
    const stopped = await markCampaignState(transaction, campaign.id, {
      from: 'open',
      to: 'paused',
      pauseCause: 'mail-server',
    });
    if (!stopped) return;
    await markQueueTakenBack(transaction, campaign.id, at);
    await journal.append(transaction, {
      type: 'campaign.paused',
      actor: 'system',
      subject: `instruction:${campaign.instructionId}`,
      data: { campaign: campaign.id, cause: 'mail-server' },
    });
  }

  return { record };
}

interface Ending {
  to: Settled;
  journal: 'accepted' | 'deferred' | 'refused' | 'unknown' | undefined;
  dueAt?: string;
}

function endingOf(result: RecordedOutcome, delivery: Delivery, now: Date): Ending {
  if (result.outcome === 'misconfigured') return { to: 'pending', journal: undefined };
  if (result.outcome !== 'deferred') return { to: result.outcome, journal: result.outcome };
  const due = dueAfterDeferral({ attempts: delivery.attempts + 1, plannedAt: delivery.plannedAt }, now);
  if (due === undefined) return { to: 'refused', journal: 'refused' };
  return { to: 'deferred', journal: 'deferred', dueAt: due.toISOString() };
}

function lineOf(
  campaign: Campaign,
  delivery: Delivery,
  kind: Ending['journal'],
  attempt: { number: number; replyHash: string },
): JournalEvent | undefined {
  const subject = `instruction:${campaign.instructionId}`;
  const data = {
    campaign: campaign.id,
    delivery: delivery.id,
    office: delivery.officeId,
    attempt: attempt.number,
  };
  if (kind === undefined) return undefined;
  if (kind === 'unknown') {
    return { type: 'delivery.unknown', actor: 'system', subject, data: { ...data, cause: 'no-answer' } };
  }
  return {
    type: `delivery.${kind}`,
    actor: 'system',
    subject,
    data: { ...data, replyHash: attempt.replyHash },
  };
}
