import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newToken } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { writeOnce } from './write-once.ts';

export type Nature = 'demonstration' | 'production';

/** The data are not of the nature asked for. `messageKey` names the French sentence to print. */
export class NatureMismatch extends Error {
  readonly born: string;
  readonly wanted: Nature;
  constructor(born: string, wanted: Nature) {
    super(`the data were born ${born}, not ${wanted}`);
    this.name = 'NatureMismatch';
    this.born = born;
    this.wanted = wanted;
  }
}

/**
 * The nature of a data folder and of its database is fixed at birth, in both: a demonstration never
 * becomes a production, nor the reverse, even when one of the two is swapped.
 * Throws NatureMismatch when either was born otherwise.
 */
export async function openInstallation(deps: {
  dataDir: string;
  database: Knex;
  journal: Journal;
  clock: Clock;
  nature: Nature;
}): Promise<void> {
  const { dataDir, database, journal, clock, nature } = deps;
  await checkFolder(dataDir, nature);
  await database.transaction(async (trx) => {
    const born = await trx('installation').where({ id: 1 }).first('nature');
    if (born !== undefined) {
      if (born.nature !== nature) throw new NatureMismatch(born.nature, nature);
      return;
    }
    await trx('installation').insert({ id: 1, nature, born_at: instantOf(clock) });
    await journal.append(trx, {
      type: 'installation.born',
      actor: 'system',
      subject: 'installation:1',
      data: { nature },
    });
  });
}

/** Checks the folder's own mark, and makes the folder and its mark at birth. Throws NatureMismatch. */
export async function checkFolder(dataDir: string, nature: Nature): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeOnce(join(dataDir, 'nature'), `${nature}\n`);
  const born = (await readFile(join(dataDir, 'nature'), 'utf8')).trim();
  if (born !== nature) throw new NatureMismatch(born, nature);
}

/** The secret under which form tokens and links are derived: made once, readable by the service alone. */
export async function openSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret');
  await writeOnce(path, newToken(32));
  return (await readFile(path, 'utf8')).trim();
}
