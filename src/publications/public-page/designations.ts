import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { saltedHash, sha256Hex } from '../../kernel/hash.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../ports.ts';
import { faultOfUrl } from '../publication.ts';
import { insertWords } from '../publications-store.ts';
import { latestOf } from './listing.ts';

/** The text that designates the public page, in the sense of CRPA, L. 312-3. */
export interface Designation {
  id: string;
  reference: string;
  /** `YYYY-MM-DD`. */
  datedOn: string;
  url: string;
  recordedAt: string;
  recordedBy: string;
}

type Row = Designation & { withdrawnAt: string | null };

export type Designations = ReturnType<typeof createDesignations>;

/** Whether a text designates the public page: an administrator records it, nothing here supposes it. */
export function createDesignations(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
}) {
  const { database, readDatabase, journal, clock } = deps;

  async function list(from: Knex | Knex.Transaction): Promise<Row[]> {
    return from('site_designations as d')
      .leftJoin('site_designations_withdrawn as t', 't.designation_id', 'd.id')
      .orderBy(['d.recorded_at', 'd.id'])
      .select({
        ...{ id: 'd.id', reference: 'd.reference', datedOn: 'd.dated_on', url: 'd.url' },
        ...{ recordedAt: 'd.recorded_at', recordedBy: 'd.recorded_by', withdrawnAt: 't.withdrawn_at' },
      });
  }

  function demand({ roles }: Actor): void {
    if (!roles.includes('administrator'))
      throw new AppError('forbidden', 'not an administrator', {
        messageKey: 'public-page.administrator-only',
      });
  }

  return {
    /** The designation that stands, if there is one, and when that last changed. */
    async standing(): Promise<{ standing: Designation | undefined; changedAt: string | undefined }> {
      const rows = await list(readDatabase);
      const standing = rows.findLast(({ withdrawnAt }) => withdrawnAt === null);
      const changes = rows.flatMap(({ recordedAt, withdrawnAt }) => [recordedAt, withdrawnAt ?? undefined]);
      return { standing, changedAt: rows.length === 0 ? undefined : latestOf(changes) };
    },

    /** Refused: one stands already, a day to come, what is no address. Throws `forbidden`. */
    async record(
      actor: Actor,
      { reference, datedOn, url }: Pick<Designation, 'reference' | 'datedOn' | 'url'>,
    ): Promise<Outcome<{ id: string }>> {
      demand(actor);
      const faults = [
        faultOfUrl(url),
        datedOn > parisDayOf(clock.now()) ? { field: 'on', key: 'public-page.day-to-come' } : undefined,
      ].filter((fault) => fault !== undefined);
      if (faults.length > 0) return refused(...faults);
      return database.transaction(async (trx): Promise<Outcome<{ id: string }>> => {
        if ((await list(trx)).some(({ withdrawnAt }) => withdrawnAt === null))
          return refused({ field: 'reference', key: 'public-page.designated-already' });
        const id = newId();
        await trx('site_designations').insert({
          ...{ id, reference, dated_on: datedOn, url },
          ...{ recorded_at: instantOf(clock), recorded_by: actor.id },
        });
        const contentSha256 = sha256Hex(JSON.stringify([reference, datedOn, url]));
        await journal.append(trx, {
          ...{ type: 'public-page.designated', actor: actor.id, subject: 'public-page:designation' },
          data: { designation: id, datedOn, contentSha256 },
        });
        return accepted({ id });
      });
    },

    /** Takes back what was wrong, or does not hold any more, with a reason. Throws `forbidden`, `not-found`. */
    async withdraw(actor: Actor, { id, reason }: { id: string; reason: string }): Promise<Outcome<null>> {
      demand(actor);
      return database.transaction(async (trx): Promise<Outcome<null>> => {
        const row = (await list(trx)).find((each) => each.id === id);
        if (row === undefined) throw new AppError('not-found', 'no such designation');
        if (row.withdrawnAt !== null)
          return refused({ field: 'reason', key: 'publications.already-withdrawn' });
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, reason);
        await trx('site_designations_withdrawn').insert({
          ...{ designation_id: id, words_hash: wordsHash },
          ...{ withdrawn_at: instantOf(clock), withdrawn_by: actor.id },
        });
        await insertWords(trx, `${id}:withdrawn`, { words: reason, salt });
        await journal.append(trx, {
          ...{
            type: 'public-page.designation-withdrawn',
            actor: actor.id,
            subject: 'public-page:designation',
          },
          data: { designation: id, wordsHash },
        });
        return accepted(null);
      });
    },
  };
}
