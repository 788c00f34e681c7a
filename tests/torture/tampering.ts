import type { Knex } from 'knex';
import { createJournal } from '../../src/journal/journal.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { createProofReading, type Finding } from '../../src/proof/proof.ts';
import { seededRandom } from './seeded-random.ts';
import { isFound } from './tampering-found.ts';
import { everyTampering, listTables, tamper, type Tampering } from './tampering-strokes.ts';
import { whyNotFound } from './tampering-limits.ts';

export interface TamperingResult {
  /** Found by name; listed as not covered; not possible on this base. */
  found: number;
  uncovered: number;
  undone: number;
  /** Neither found nor listed. */
  missed: string[];
  /** Listed as not covered, and found all the same: the list says less than the truth. */
  foundAlthoughListed: string[];
  findings: Finding[];
}

const nameOf = ({ table, stroke, column }: Tampering) =>
  `${stroke} ${table}${column === undefined ? '' : `.${column}`}`;

/** Without the triggers, as whoever holds the database can have it. */
export async function dropEveryTrigger(database: Knex): Promise<void> {
  const triggers: { name: string }[] = await database.raw(
    `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
  );
  for (const { name } of triggers) await database.raw('DROP TRIGGER ??', [name]);
}

/** Does something in a transaction, verifies inside of it, and undoes it. */
export async function verifyAfter(
  database: Knex,
  deps: { clock: Clock; rootsPem: string },
  act: (trx: Knex.Transaction) => Promise<unknown>,
): Promise<Finding[]> {
  const trx = await database.transaction();
  try {
    // Nothing is committed: what foreign keys would refuse at the end is never asked.
    await trx.raw('PRAGMA defer_foreign_keys = ON');
    await act(trx);
    const journal = createJournal({ ...deps, readDatabase: trx });
    return (await createProofReading({ ...deps, readDatabase: trx, journal }).verify()).findings;
  } finally {
    await trx.rollback();
  }
}

/**
 * Tampers with each table and each column of the real schema, one stroke at a time (`count` of them, chosen by the
 * seed, when it is given), and holds what the verification names against what was done.
 * @param database an honest SQLite base, which is left as it was but for its triggers.
 */
export async function tortureBase(
  database: Knex,
  options: { clock: Clock; rootsPem: string; seed: number; count?: number; onProgress?(done: number): void },
): Promise<TamperingResult> {
  const random = seededRandom(options.seed);
  await dropEveryTrigger(database);
  const findings = await verifyAfter(database, options, async () => undefined);
  const result: TamperingResult = {
    ...{ found: 0, uncovered: 0, undone: 0, missed: [], foundAlthoughListed: [], findings },
  };
  const all = everyTampering(await listTables(database));
  const wanted = all
    .map((tampering) => ({ tampering, order: options.count === undefined ? 0 : random() }))
    .toSorted((one, other) => one.order - other.order)
    .slice(0, options.count ?? all.length);
  for (const [done, { tampering }] of wanted.entries()) {
    options.onProgress?.(done);
    const reason = whyNotFound(tampering);
    let outcome: 'done' | 'undone' = 'undone';
    const seen = await verifyAfter(database, options, async (trx) => {
      outcome = await tamper(trx, tampering, random);
    }).catch((error: unknown) => [String(error)] as never[]);
    if (outcome === ('undone' as string)) result.undone += 1;
    else if (isFound(tampering, seen)) {
      result.found += 1;
      if (reason !== undefined) result.foundAlthoughListed.push(nameOf(tampering));
    } else if (reason === undefined) result.missed.push(nameOf(tampering));
    else result.uncovered += 1;
  }
  return result;
}
