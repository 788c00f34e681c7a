import type { Knex } from 'knex';
import { createJournal } from '../../src/journal/journal.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

/** A directory of the 106 offices, with a demonstration's contacts valid from 1 January 2026. */
export async function createTestDirectory(options: { contacts?: boolean } = {}) {
  const database: Knex = await createTestDatabase();
  const clock = createFixedClock('2026-12-07T13:30:00.000Z');
  const journal = createJournal({ clock, readDatabase: database });
  const prefectures = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction(async (transaction) => {
    await prefectures.seedOffices(transaction);
    if (options.contacts !== false)
      await prefectures.seedDemonstrationContacts(transaction, { from: '2026-01-01' });
  });
  return { database, clock, journal, prefectures, today: '2026-12-07' };
}

/** A contact file as a spreadsheet saves it: titles, then lines. */
export function contactFile(...lines: string[]): Buffer {
  const titles = 'bureau;type de contact;rang;adresse;nom;valable du;valable au';
  return Buffer.from([titles, ...lines, ''].join('\r\n'));
}
