import type { Knex } from 'knex';
import { listKeysOfPrefix } from './documents-store.ts';
import type { Phrase, Question } from './question.ts';
import type { ResolvedPhrase, ResolvedQuestion } from './words-index.ts';

/** So that no question costs more than a thousand words. */
const mostKeysOfPrefix = 200;

/** Looks up how words begin; undefined when too many words begin so: to leave some out would be to lie. */
export function createResolving(database: Knex) {
  async function keysOf({ key, prefix }: Phrase[number]): Promise<readonly string[] | undefined> {
    if (prefix === undefined) return [key];
    const keys = await listKeysOfPrefix(database, prefix, { most: mostKeysOfPrefix + 1 });
    return keys.length > mostKeysOfPrefix ? undefined : [...new Set([key, ...keys])];
  }

  async function resolvePhrase(phrase: Phrase): Promise<ResolvedPhrase | undefined> {
    const places: (readonly string[])[] = [];
    for (const term of phrase) {
      const keys = await keysOf(term);
      if (keys === undefined) return undefined;
      places.push(keys);
    }
    return places;
  }

  return async ({ wanted, unwanted }: Question): Promise<ResolvedQuestion | undefined> => {
    const resolved: ResolvedQuestion & Record<'wanted' | 'unwanted', ResolvedPhrase[]> = {
      wanted: [],
      unwanted: [],
    };
    for (const [side, phrases] of [
      ['wanted', wanted],
      ['unwanted', unwanted],
    ] as const)
      for (const phrase of phrases) {
        const found = await resolvePhrase(phrase);
        if (found === undefined) return undefined;
        resolved[side].push(found);
      }
    return resolved;
  };
}
