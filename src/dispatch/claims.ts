import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Job } from '../queue/queue.ts';
import { markCampaignChanged, type Campaign } from './campaigns-store.ts';
import { listQueued, type WritableDelivery } from './deliveries-store.ts';
import { markMovedTogether, type Held, type Step } from './delivery-moves-store.ts';

/** A delivery that this process holds, with all that its mail is written from. */
export interface Claim {
  delivery: WritableDelivery;
  campaign: Campaign;
}

/**
 * What a worker asks of the ledger about the deliveries it holds, many at once. Each step is conditional on
 * the epoch, so that a job delivered twice, or a worker that was frozen and thawed, gets nothing.
 */
export function createClaims(deps: { clock: Clock }) {
  const { clock } = deps;

  /** The same step for deliveries of any campaigns; tells of each whether it was taken. */
  async function stepTogether(
    transaction: Knex.Transaction,
    deliveries: readonly (Held & { campaignId: string })[],
    step: Omit<Step, 'campaignId' | 'at'>,
  ): Promise<Set<string>> {
    const at = instantOf(clock);
    const taken = new Set<string>();
    const byCampaign = Map.groupBy(deliveries, (delivery) => delivery.campaignId);
    // In one order, whoever asks: two workers that lock two campaigns must not wait for each other.
    for (const [campaignId, own] of [...byCampaign].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
      for (const id of await markMovedTogether(transaction, { ...step, campaignId, at }, own)) taken.add(id);
    }
    return taken;
  }

  return {
    /** `queued` → `sending`; undefined for a job that has nothing to do any more. */
    async take(transaction: Knex.Transaction, jobs: readonly Job[]): Promise<(Claim | undefined)[]> {
      const queued = await listQueued(
        transaction,
        jobs.map(({ id }) => id),
      );
      const known = new Map(queued.map((delivery) => [delivery.id, delivery]));
      // The same job twice in one batch: the first has it.
      const wanted = jobs.map((job) => {
        const delivery = known.get(job.id);
        if (delivery?.epoch !== job.epoch) return undefined;
        known.delete(job.id);
        return delivery;
      });
      const asked = wanted.filter((delivery) => delivery !== undefined);
      const taken = await stepTogether(transaction, asked, {
        from: ['queued'],
        to: 'sending',
        set: { claimedAt: instantOf(clock) },
        whileOpen: true,
      });
      const claims: (Claim | undefined)[] = [];
      for (const delivery of wanted) {
        const campaign =
          delivery !== undefined && taken.has(delivery.id)
            ? await markCampaignChanged(transaction, delivery.campaignId)
            : undefined;
        claims.push(delivery && campaign && { delivery, campaign });
      }
      return claims;
    },

    /** `sending` → `ending`: false means that the final dot must not leave. */
    async sayLastWord(transaction: Knex.Transaction, claims: readonly Claim[]): Promise<boolean[]> {
      const deliveries = claims.map(({ delivery }) => delivery);
      const allowed = await stepTogether(transaction, deliveries, {
        from: ['sending'],
        to: 'ending',
        set: { claimedAt: instantOf(clock) },
        whileOpen: true,
      });
      return claims.map(({ delivery }) => allowed.has(delivery.id));
    },

    /** `sending` → `pending`: nothing can have been delivered, it is simply done again. */
    async giveBack(
      transaction: Knex.Transaction,
      deliveries: readonly (Held & { campaignId: string })[],
    ): Promise<boolean[]> {
      const moved = await stepTogether(transaction, deliveries, {
        from: ['sending'],
        to: 'pending',
        set: { newEpoch: true, claimedAt: null },
      });
      return deliveries.map(({ id }) => moved.has(id));
    },
  };
}

export type Claims = ReturnType<typeof createClaims>;
