import type { Knex } from 'knex';
import type { Log } from '../kernel/log.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Job, Queue } from '../queue/queue.ts';
import { findCampaign } from './campaigns-store.ts';
import { listDue, listOlder } from './deliveries-store.ts';
import { markMoved } from './delivery-moves-store.ts';
import { leaseMs, queuedAgainAfterMs, type Delivery } from './delivery.ts';
import type { Outcomes } from './outcomes.ts';

export const deliveryQueue = 'delivery';

const batch = 200;

export interface Delays {
  leaseMs: number;
  queuedAgainAfterMs: number;
}

/** Turns due ledger rows into jobs, and repairs what a crash or a flushed Redis left behind. */
export function createRelay(deps: {
  database: Knex;
  clock: Clock;
  queue: Queue;
  outcomes: Outcomes;
  log: Log;
  delays?: Partial<Delays>;
}) {
  const { database, clock, queue, outcomes, log } = deps;
  const delays = { leaseMs, queuedAgainAfterMs, ...deps.delays };
  const before = (ms: number) => new Date(clock.now().getTime() - ms).toISOString();

  async function claimDue(): Promise<Job[]> {
    return database.transaction(async (transaction) => {
      const at = instantOf(clock);
      const jobs: Job[] = [];
      for (const { id, campaignId, epoch } of await listDue(transaction, at, batch)) {
        const queued = await markMoved(transaction, {
          id,
          campaignId,
          epoch,
          from: ['pending', 'deferred'],
          to: 'queued',
          at,
          set: { newEpoch: true, queuedAt: at, dueAt: null },
        });
        if (queued) jobs.push({ id, epoch: epoch + 1 });
      }
      return jobs;
    });
  }

  // The last word was not said: nothing can have been delivered, it is simply done again.
  async function takeBack(transaction: Knex.Transaction, delivery: Delivery): Promise<void> {
    await markMoved(transaction, {
      id: delivery.id,
      campaignId: delivery.campaignId,
      epoch: delivery.epoch,
      from: ['sending'],
      to: 'pending',
      at: instantOf(clock),
      set: { newEpoch: true, claimedAt: null },
    });
  }

  // The final dot may have been sent: only a notice, an acknowledgement or a person can tell.
  async function giveUpKnowing(transaction: Knex.Transaction, delivery: Delivery): Promise<void> {
    const campaign = await findCampaign(transaction, { id: delivery.campaignId });
    if (campaign === undefined) return;
    await outcomes.record(transaction, campaign, delivery, {
      outcome: 'unknown',
      cause: 'worker lost after the final dot was allowed',
    });
  }

  async function repair(
    state: 'sending' | 'ending',
    step: (transaction: Knex.Transaction, delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    const lost = await database.transaction(async (transaction) => {
      const abandoned = await listOlder(transaction, {
        state,
        column: 'claimed_at',
        before: before(delays.leaseMs),
        limit: batch,
      });
      for (const delivery of abandoned) await step(transaction, delivery);
      return abandoned.length;
    });
    if (lost > 0) log.warn({ state, deliveries: lost }, 'deliveries were left by a worker that is gone');
  }

  return {
    /** After a commit, and every moment: what is due is queued. The jobs follow the commit; lost ones are swept. */
    async relay(): Promise<void> {
      for (;;) {
        const jobs = await claimDue();
        await queue.enqueue(deliveryQueue, jobs);
        if (jobs.length < batch) return;
      }
    },

    /** At start and every few seconds. A job that still waits and is queued again stays one job. */
    async sweep(): Promise<void> {
      await repair('sending', takeBack);
      await repair('ending', giveUpKnowing);
      const silent = await listOlder(database, {
        state: 'queued',
        column: 'queued_at',
        before: before(delays.queuedAgainAfterMs),
        limit: 1000,
      });
      await queue.enqueue(
        deliveryQueue,
        silent.map(({ id, epoch }) => ({ id, epoch })),
      );
    },
  };
}
