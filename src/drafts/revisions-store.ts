import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** The whole content of an instruction at one save. */
export interface Revision {
  instructionId: string;
  number: number;
  fields: Record<string, string>;
  /** Section key → stored ProseMirror JSON text. */
  sections: Record<string, string>;
  contentSha256: string;
  savedAt: string;
  savedBy: string;
}

/** Something typed that could not be saved: which part, and why. */
export interface KeptAsideText {
  id: string;
  instructionId: string;
  /** `fields[key]`, `sections[key]`, or `plain[key]`: the form's own names. */
  part: string;
  content: string;
  cause: 'conflict' | 'refused' | 'other-screen' | 'no-place' | 'template-updated';
  baseRevision: number;
  keptAt: string;
  keptBy: string;
}

const keptColumns = {
  id: 'id',
  instructionId: 'instruction_id',
  part: 'part',
  content: 'content',
  cause: 'cause',
  baseRevision: 'base_revision',
  keptAt: 'kept_at',
  keptBy: 'kept_by',
};

export async function insertRevision(trx: Knex.Transaction, revision: Revision): Promise<void> {
  await trx('revisions').insert({
    instruction_id: revision.instructionId,
    number: revision.number,
    fields: JSON.stringify(revision.fields),
    sections: JSON.stringify(revision.sections),
    content_sha256: revision.contentSha256,
    saved_at: revision.savedAt,
    saved_by: revision.savedBy,
  });
}

export async function getRevision(
  database: Database,
  instructionId: string,
  number: number,
): Promise<Revision> {
  const row = await database('revisions')
    .where({ instruction_id: instructionId, number })
    .first<Record<string, string> | undefined>();
  if (row === undefined) throw new Error(`revision ${number} of ${instructionId} is not there`);
  return toRevision(row);
}

/** A row of the table, its content read. */
export function toRevision(row: Record<string, string>): Revision {
  return {
    instructionId: row['instruction_id'] ?? '',
    number: Number(row['number']),
    fields: JSON.parse(row['fields'] ?? '{}') as Record<string, string>,
    sections: JSON.parse(row['sections'] ?? '{}') as Record<string, string>,
    contentSha256: row['content_sha256'] ?? '',
    savedAt: row['saved_at'] ?? '',
    savedBy: row['saved_by'] ?? '',
  };
}

/** What some revisions hold, by their number. */
export async function getContents(
  database: Database,
  instructionId: string,
  numbers: readonly number[],
): Promise<Map<number, Pick<Revision, 'fields' | 'sections'>>> {
  const contents = new Map<number, Pick<Revision, 'fields' | 'sections'>>();
  for (const number of new Set(numbers)) {
    const { fields, sections } = await getRevision(database, instructionId, number);
    contents.set(number, { fields, sections });
  }
  return contents;
}

export async function insertKeptAside(trx: Knex.Transaction, texts: KeptAsideText[]): Promise<void> {
  const rows = texts.map((text) =>
    Object.fromEntries(
      Object.entries(keptColumns).map(([name, column]) => [column, text[name as keyof KeptAsideText]]),
    ),
  );
  if (rows.length > 0) await trx('kept_aside_texts').insert(rows);
}

export async function listKeptAside(database: Database, instructionId: string): Promise<KeptAsideText[]> {
  return (await database('kept_aside_texts')
    .where({ instruction_id: instructionId })
    .orderBy(['kept_at', 'part'])
    .select(keptColumns)) as KeptAsideText[];
}

/** Removes a kept text once somebody has read it; true when it was there. */
export async function removeKeptAside(
  trx: Knex.Transaction,
  instructionId: string,
  id: string,
): Promise<boolean> {
  // Told by what it gives back: not every driver counts what it deletes.
  const removed = await trx('kept_aside_texts')
    .where({ instruction_id: instructionId, id })
    .del()
    .returning('id');
  return removed.length === 1;
}
