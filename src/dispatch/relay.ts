import type { Knex } from 'knex';
import type { Log } from '../kernel/log.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Job, Queue } from '../queue/queue.ts';
import { claimKey } from './answer-line.ts';
import { listCampaigns, lockOpenCampaigns } from './campaigns-store.ts';
import { createClaims } from './claims.ts';
import { listDue, listOlder } from './deliveries-store.ts';
import { markMovedTogether } from './delivery-moves-store.ts';
import { leaseMs, queuedAgainAfterMs, type Delivery } from './delivery.ts';
import type { LateAnswers } from './late-answers.ts';
import type { Ended, Outcomes } from './outcomes.ts';
import { exhaustedDomains, withinRates, type Rates } from './rates.ts';
import { readRateUse } from './rates-store.ts';

export const deliveryQueue = 'delivery';

/**
 * Deliveries in the queue or under way at once, all processes together: enough that no worker waits, few
 * enough that a pause takes little back and that neither Redis nor a list holds a whole campaign.
 */
export const mostUnderWay = 400;
const batch = 200;

export interface Delays {
  leaseMs: number;
  queuedAgainAfterMs: number;
}

/** Turns due ledger rows into jobs, at the rate that is allowed, and repairs what a crash or a flushed Redis left. */
export function createRelay(deps: {
  database: Knex;
  clock: Clock;
  queue: Queue;
  outcomes: Outcomes;
  lateAnswers: LateAnswers;
  log: Log;
  delays?: Partial<Delays>;
  rates?: Rates;
}) {
  const { database, clock, queue, outcomes, lateAnswers, log, rates = {} } = deps;
  const claims = createClaims({ clock });
  const delays = { leaseMs, queuedAgainAfterMs, ...deps.delays };
  const from = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();

  async function claimDue(): Promise<Job[]> {
    return database.transaction(async (transaction) => {
      const at = instantOf(clock);
      // Two relays that count at the same time would both take what the rate leaves.
      await lockOpenCampaigns(transaction);
      const campaigns = await listCampaigns(transaction, { state: 'open' });
      if (campaigns.length === 0) return [];
      const use = await readRateUse(transaction, rates, clock.now());
      const room = Math.min(batch, mostUnderWay - use.underWay);
      const byDomain = new Map(use.byDomain);
      const jobs: Job[] = [];
      for (const { id: campaignId } of campaigns.toReversed()) {
        const left = room - jobs.length;
        if (left <= 0) break;
        const soFar = { total: use.total + jobs.length, byDomain };
        const except = exhaustedDomains(rates, soFar);
        const waiting = await listDue(transaction, { campaignId, now: at, limit: left, except });
        const due = withinRates(waiting, { rates, use: soFar, room: left });
        for (const { domain } of due) byDomain.set(domain, (byDomain.get(domain) ?? 0) + 1);
        const queued = await markMovedTogether(
          transaction,
          {
            campaignId,
            from: ['pending', 'deferred'],
            to: 'queued',
            at,
            set: { newEpoch: true, queuedAt: at, dueAt: null },
            whileOpen: true,
          },
          due,
        );
        for (const { id, epoch } of due) if (queued.has(id)) jobs.push({ id, epoch: epoch + 1 });
      }
      return jobs;
    });
  }

  async function repair(
    state: 'sending' | 'ending',
    step: (transaction: Knex.Transaction, deliveries: Delivery[]) => Promise<unknown>,
  ): Promise<void> {
    const silent = { state, column: 'claimed_at', limit: batch } as const;
    const within = () => ({ before: from(-delays.leaseMs), after: from(delays.leaseMs) });
    // Looked for without a lock first: there is nearly always nothing.
    if ((await listOlder(database, { ...silent, ...within(), limit: 1 })).length === 0) return;
    // What their worker heard before it was silent is worth more than any guess.
    const heard = await lateAnswers.heard();
    const lost = await database.transaction(async (transaction) => {
      await lockOpenCampaigns(transaction);
      const abandoned = await listOlder(transaction, { ...silent, ...within() });
      const ended = abandoned.flatMap((delivery): Ended[] => {
        const answer = heard.get(claimKey(delivery));
        return answer === undefined ? [] : [{ delivery, result: answer.result, at: answer.at }];
      });
      const silentToo = abandoned.filter((delivery) => !heard.has(claimKey(delivery)));
      if (ended.length > 0) await outcomes.record(transaction, ended);
      if (silentToo.length > 0) await step(transaction, silentToo);
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
      await lateAnswers.settle();
      await repair('sending', claims.giveBack);
      // The final dot may have been sent: only a notice, an acknowledgement or a person can tell.
      await repair('ending', (transaction, deliveries) =>
        outcomes.record(
          transaction,
          deliveries.map((delivery) => ({
            delivery,
            result: { outcome: 'unknown', cause: 'worker lost after the final dot was allowed' },
          })),
        ),
      );
      const silent = await listOlder(database, {
        state: 'queued',
        column: 'queued_at',
        before: from(-delays.queuedAgainAfterMs),
        after: from(delays.queuedAgainAfterMs),
        limit: 2 * mostUnderWay,
      });
      await queue.enqueue(
        deliveryQueue,
        silent.map(({ id, epoch }) => ({ id, epoch })),
      );
    },
  };
}
