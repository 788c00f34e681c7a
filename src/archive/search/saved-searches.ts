import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';

/** A search that a person keeps under a name of theirs. */
export interface SavedSearch {
  id: string;
  name: string;
  /** What follows `/recherche?`. */
  query: string;
  savedAt: string;
}

const mostSaved = 100;

/** Searches that people keep, each for themselves: nobody else reads them. */
export function createSavedSearches(deps: { database: Knex; readDatabase: Knex; clock: Clock }) {
  const { database, readDatabase, clock } = deps;
  return {
    /** By name. */
    async list(userId: string): Promise<SavedSearch[]> {
      const saved: SavedSearch[] = await readDatabase('saved_searches')
        .where({ user_id: userId })
        .select({ id: 'id', name: 'name', query: 'query', savedAt: 'saved_at' });
      return saved.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'));
    },

    /** Keeps a search; the same name again keeps the new one. Refused: too many of them. */
    async save(userId: string, { name, query }: { name: string; query: string }): Promise<Outcome<null>> {
      return database.transaction(async (trx): Promise<Outcome<null>> => {
        const names: string[] = await trx('saved_searches').where({ user_id: userId }).pluck('name');
        if (names.length >= mostSaved && !names.includes(name))
          return refused({ field: 'nom', key: 'archive.search.saved.too-many', params: { most: mostSaved } });
        await trx('saved_searches')
          .insert({ id: newId(), user_id: userId, name, query, saved_at: instantOf(clock) })
          .onConflict(['user_id', 'name'])
          .merge(['query', 'saved_at']);
        return accepted(null);
      });
    },

    /** One of this person's own; undefined otherwise. */
    async find(userId: string, id: string): Promise<SavedSearch | undefined> {
      return readDatabase('saved_searches')
        .where({ user_id: userId, id })
        .first({ id: 'id', name: 'name', query: 'query', savedAt: 'saved_at' });
    },

    /** Forgets one of this person's own; twice is once. */
    async remove(userId: string, id: string): Promise<void> {
      await database('saved_searches').where({ user_id: userId, id }).del();
    },
  };
}
