import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import { wordsOf, type MailOutcome } from '../mail/mail.ts';
import { claimKey } from './answer-line.ts';
import { insertAttempts, listKnownEnds } from './attempts-store.ts';
import { markCampaignChanged, markCampaignState, type Campaign } from './campaigns-store.ts';
import { markAllMoved, markMovedTogether } from './delivery-moves-store.ts';
import { dueAfterDeferral, settledFrom, type Delivery, type Settled } from './delivery.ts';
import type { Planning } from './planning.ts';

/** What is recorded: every end of an attempt but a dropped one, which did nothing. */
export type RecordedOutcome = Exclude<MailOutcome, { outcome: 'dropped' }>;

/** The end of one attempt. `delivery` is as it was claimed: its epoch is the claim's. */
export interface Ended {
  delivery: Delivery;
  result: RecordedOutcome;
  /** When it was heard (UTC); now, when absent. */
  at?: string;
}

export type Outcomes = ReturnType<typeof createOutcomes>;

/** Writes down how attempts ended, and what follows from it, in the caller's transaction. */
export function createOutcomes(deps: { journal: Journal; clock: Clock; planning: Planning }) {
  const { journal, clock, planning } = deps;

  /**
   * An answer that comes after its claim was taken back is kept as an attempt and moves nothing, unless the
   * delivery is still `unknown` under the same epoch: then the answer settles it. An end that is known
   * already is not written down twice, whoever tells it.
   */
  async function record(transaction: Knex.Transaction, told: readonly Ended[]): Promise<undefined[]> {
    const at = instantOf(clock);
    const campaigns = new Map<string, Campaign | undefined>();
    // The campaigns' rows first, in one order: what is known is read under their lock.
    for (const campaignId of new Set(told.map(({ delivery }) => delivery.campaignId).toSorted())) {
      campaigns.set(campaignId, await markCampaignChanged(transaction, campaignId));
    }
    const known = await listKnownEnds(
      transaction,
      told.map(({ delivery }) => delivery.id),
    );
    const ended = told.filter(({ delivery, result }) => {
      const before = known.ends.get(claimKey(delivery));
      return before === undefined || (before === 'unknown' && result.outcome !== 'unknown');
    });
    const attempts = await insertAttempts(
      transaction,
      ended.map(({ delivery, result, at: heardAt }) => ({
        deliveryId: delivery.id,
        epoch: delivery.epoch,
        at: heardAt ?? at,
        outcome: result.outcome,
        code: 'code' in result ? result.code : undefined,
        reply: wordsOf(result),
      })),
      known,
    );
    const settled = ended.flatMap(({ delivery, result }, index) => {
      const campaign = campaigns.get(delivery.campaignId);
      const attempt = attempts[index];
      if (campaign === undefined || attempt === undefined) return [];
      const ending = endingOf(result, delivery, campaign, clock.now());
      return [
        { delivery, result, campaign, ending, line: lineOf(campaign, delivery, ending.journal, attempt) },
      ];
    });
    const moved = new Set<string>();
    const alike = Map.groupBy(settled, ({ campaign, ending }) =>
      [campaign.id, ending.to, ending.counts, ending.dueAt].join(' '),
    );
    for (const own of alike.values()) {
      const [{ campaign, ending }] = own as [(typeof own)[number]];
      const step = {
        campaignId: campaign.id,
        from: settledFrom[ending.to],
        to: ending.to,
        at,
        set: {
          ...(ending.counts ? { attempt: true as const } : {}),
          claimedAt: null,
          dueAt: ending.dueAt ?? null,
        },
      };
      const deliveries = own.map(({ delivery }) => delivery);
      for (const id of await markMovedTogether(transaction, step, deliveries)) moved.add(id);
    }
    await journal.append(transaction, ...settled.flatMap(({ line }) => (line === undefined ? [] : [line])));
    for (const { delivery, result, campaign, ending } of settled) {
      if (result.outcome === 'misconfigured') await stopCampaign(transaction, campaign, at);
      if (moved.has(delivery.id) && ending.to === 'refused' && !isOver(campaign)) {
        const { officeId, rank: afterRank, step } = delivery;
        await planning.planNextContact(transaction, campaign, { officeId, afterRank, step }, 'system');
      }
    }
    return told.map(() => undefined);
  }

  // Every recipient would fail the same way: one cause is said once, and nobody's attempts are spent.
  async function stopCampaign(transaction: Knex.Transaction, campaign: Campaign, at: string): Promise<void> {
    const stopped = await markCampaignState(transaction, campaign.id, {
      from: 'open',
      to: 'paused',
      pauseCause: 'mail-server',
    });
    if (!stopped) return;
    await markAllMoved(transaction, campaign.id, { from: ['queued'], to: 'pending', at });
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
  /** Whether it counts among the delivery's attempts: a server that refuses everybody spends none. */
  counts: boolean;
  journal: 'accepted' | 'deferred' | 'refused' | 'unknown' | undefined;
  dueAt?: string;
}

const isOver = ({ state }: Campaign) => state === 'cancelled' || state === 'closed';

function endingOf(result: RecordedOutcome, delivery: Delivery, campaign: Campaign, now: Date): Ending {
  // Of a campaign that is over, nothing is tried again.
  const again = (to: 'pending' | 'deferred'): Settled => (isOver(campaign) ? 'cancelled' : to);
  if (result.outcome === 'misconfigured') return { to: again('pending'), counts: false, journal: undefined };
  if (result.outcome !== 'deferred') return { to: result.outcome, counts: true, journal: result.outcome };
  const due = dueAfterDeferral({ attempts: delivery.attempts + 1, plannedAt: delivery.plannedAt }, now);
  if (due === undefined) return { to: 'refused', counts: true, journal: 'refused' };
  const to = again('deferred');
  return {
    to,
    counts: true,
    journal: 'deferred',
    ...(to === 'deferred' ? { dueAt: due.toISOString() } : {}),
  };
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
