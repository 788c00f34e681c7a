import type { Knex } from 'knex';
import type { Log } from '../kernel/log.ts';
import { claimKey, type Answer } from './answer-line.ts';
import type { AnswerFiles } from './answer-files.ts';
import { listKnownEnds } from './attempts-store.ts';
import { lockOpenCampaigns } from './campaigns-store.ts';
import { listByIds } from './deliveries-store.ts';
import type { Ended, Outcomes } from './outcomes.ts';

// A file holds a few hundred answers; each part of it is one transaction.
const part = 200;

/** Answers that were heard and that the ledger does not have: their worker was killed, or gave up telling it. */
export function createLateAnswers(deps: {
  database: Knex;
  answers: AnswerFiles;
  outcomes: Outcomes;
  log: Log;
}) {
  const { database, answers, outcomes, log } = deps;

  /** Those that the ledger has to be told of; undefined for a file that speaks of another ledger. */
  async function missingOf(found: readonly Answer[]): Promise<Ended[] | undefined> {
    const rows = await listByIds(
      database,
      found.map(({ id }) => id),
    );
    const deliveries = new Map(rows.map((delivery) => [delivery.id, delivery]));
    if (found.some(({ id }) => !deliveries.has(id))) return undefined;
    const known = await listKnownEnds(database, [...deliveries.keys()]);
    return found.flatMap(({ id, epoch, at, result }) => {
      const delivery = deliveries.get(id);
      const before = known.ends.get(claimKey({ id, epoch }));
      if (delivery === undefined || (before !== undefined && before !== 'unknown')) return [];
      return [{ delivery: { ...delivery, epoch }, result, at }];
    });
  }

  return {
    /** Tells the ledger what processes that are gone had heard. */
    async settle(): Promise<void> {
      for (const file of await answers.list()) {
        if (file.ownerLives) continue;
        let isOurs = true;
        for (let from = 0; from < file.answers.length; from += part) {
          const missing = await missingOf(file.answers.slice(from, from + part));
          isOurs &&= missing !== undefined;
          if (missing === undefined || missing.length === 0) continue;
          await database.transaction(async (transaction) => {
            await lockOpenCampaigns(transaction);
            await outcomes.record(transaction, missing);
          });
          log.warn({ answers: missing.length }, 'answers of a worker that is gone were written down');
        }
        if (isOurs) answers.discard(file.name);
      }
    },

    /** By `claimKey`, all that stands in files, also of processes that live, or are taken for living. */
    async heard(): Promise<ReadonlyMap<string, Answer>> {
      const found = (await answers.list()).flatMap((file) => file.answers);
      return new Map(found.map((answer) => [claimKey(answer), answer]));
    },
  };
}

export type LateAnswers = ReturnType<typeof createLateAnswers>;
