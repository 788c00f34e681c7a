import type { Knex } from 'knex';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import type { CircularFacts } from './past-circular.ts';
import { insertFacts } from './past-circulars-store.ts';

export const subjectOf = (circularId: string) => `past-circular:${circularId}`;

/** Writes what is known as a new number; gives the hash that the journal keeps of it. */
export async function recordFacts(
  trx: Knex.Transaction,
  of: { circularId: string; number: number; at: string; by: string },
  facts: CircularFacts,
  fileName: string,
): Promise<string> {
  const salt = newToken(16);
  const hash = saltedHash(salt, canonicalJson({ signatory: facts.signatory ?? null, fileName }));
  await insertFacts(trx, of, facts, { fileName, salt, hash });
  return sha256Hex(
    canonicalJson({
      ...{ title: facts.title, year: facts.year ?? null, signedOn: facts.signedOn ?? null },
      ...{ nor: facts.nor ?? null, subject: facts.subject ?? null, wordsHash: hash },
    }),
  );
}
