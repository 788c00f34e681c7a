import type { Knex } from 'knex';
import { createJournal } from '../../src/journal/journal.ts';
import type { Extraction } from '../../src/extraction/extraction.ts';
import { createPastCirculars } from '../../src/past-circulars/past-circulars.ts';
import { createTestDatabase } from '../database.ts';
import { createFakeExtraction, pdfSaying } from '../fakes/fake-extraction.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

export const paragraph = 'Les préfets mettent en œuvre les orientations de la mission.';

/** The room on a database of its own, and a folder whose files are a map. */
export async function openArchiveBox(extraction: Extraction = createFakeExtraction()) {
  const database: Knex = await createTestDatabase();
  const clock = createFixedClock('2026-12-07T09:00:00Z');
  const journal = createJournal({ clock, readDatabase: database });
  const room = createPastCirculars({ database, readDatabase: database, journal, clock, extraction });
  return {
    ...{ database, journal, clock, room },
    close: () => database.destroy(),
    /** Imports files named in a CSV of these rows. */
    importing: (files: Record<string, Uint8Array>, ...rows: string[]) =>
      room.importFolder('archivist', { csv: csvOf(...rows), folder: folderOf(files) }),
  };
}

export type ArchiveBox = Awaited<ReturnType<typeof openArchiveBox>>;

export function csvOf(...rows: string[]): Buffer {
  return Buffer.from(['fichier;titre;année;date de signature;NOR;signataire;objet', ...rows].join('\n'));
}

export function folderOf(files: Record<string, Uint8Array>) {
  return {
    names: Object.keys(files),
    read: async (name: string) => files[name] ?? Promise.reject(new Error('no such file')),
  };
}

/** Two circulars, of which little is known of the second. */
export const twoFiles = {
  'a.pdf': pdfSaying(paragraph, `${paragraph} Fin.`),
  'b.pdf': pdfSaying(`${paragraph} Autre.`),
};
export const twoRows = [
  'a.pdf;Orientations départementales;2009;12/12/2008;PRMX0800123C;Jeanne Aubert;Emploi des crédits',
  'b.pdf;Sans date;;;;;',
];
