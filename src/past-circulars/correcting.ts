import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { faultsOfFacts, keptNor, type CircularFacts } from './past-circular.ts';
import { findCircular, type PastCircular } from './past-circulars-store.ts';
import { recordFacts, subjectOf } from './recording.ts';

/** Corrects what is known of a circular: every earlier state stays, its file and its address never change. */
export function createCorrecting(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;

  return {
    /** `seen`: the number of what the person had before their eyes. */
    async correct(
      actor: string,
      id: string,
      given: { seen: number; facts: CircularFacts },
    ): Promise<Outcome<'done' | 'same'>> {
      const { nor } = given.facts;
      const facts = { ...given.facts, nor: nor === undefined ? undefined : keptNor(nor) };
      const errors = faultsOfFacts(facts, parisDayOf(clock.now()));
      if (errors.length > 0) return refused(...errors);
      return database.transaction(async (trx): Promise<Outcome<'done' | 'same'>> => {
        const standing = await findCircular(trx, { id });
        if (standing?.number !== given.seen)
          return refused({ field: 'titre', key: 'past-circulars.correct.changed-meanwhile' });
        if (isSame(standing, facts)) return accepted('same' as const);
        const number = standing.number + 1;
        const written = { circularId: id, number, at: instantOf(clock), by: actor };
        const factsSha256 = await recordFacts(trx, written, facts, standing.fileName);
        await journal.append(trx, {
          type: 'past-circular.corrected',
          actor,
          subject: subjectOf(id),
          data: { circular: id, number, factsSha256 },
        });
        return accepted('done' as const);
      });
    },
  };
}

function isSame(standing: PastCircular, facts: CircularFacts): boolean {
  return (Object.keys(facts) as (keyof CircularFacts)[]).every((key) => standing[key] === facts[key]);
}
