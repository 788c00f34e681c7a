import type { Knex } from 'knex';
import { createCorrections, standingOf } from '../corrections.ts';
import { findInstruction } from '../instructions-store.ts';
import { findSigned } from '../versions-store.ts';
import type { Act } from './checked-text.ts';

/** The acts that a text may refer to: those that were signed here, and what later ones made of them. */
export function createActs(deps: { database: Knex; readDatabase: Knex }) {
  const { database } = deps;
  const { corrected } = createCorrections(deps);
  return {
    /** Those of these ids that are in the archive. */
    async findActs(ids: readonly string[]): Promise<Map<string, Act>> {
      const acts = new Map<string, Act>();
      if (ids.length === 0) return acts;
      const corrections = await corrected();
      for (const id of ids) {
        const instruction = await findInstruction(database, { id });
        if (instruction === undefined || (await findSigned(database, id)) === undefined) continue;
        const by = corrections.get(id);
        const standing = standingOf(by?.relation);
        acts.set(id, {
          id,
          title: instruction.title,
          standing,
          href: `/instructions/${instruction.slug}`,
          ...(by === undefined ? {} : { by: { title: by.title } }),
        });
      }
      return acts;
    },
  };
}
