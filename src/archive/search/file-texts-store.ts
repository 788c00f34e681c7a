import type { Knex } from 'knex';

/** What was read of one file; `fault`: why nothing was. */
export interface FileText {
  sha256: string;
  fault: string | null;
  pages: readonly string[];
}

/** Every file that was read, and why nothing was of some. */
export async function listReadFiles(database: Knex): Promise<Map<string, string | null>> {
  const rows: { sha256: string; fault: string | null }[] = await database('file_texts').select(
    'sha256',
    'fault',
  );
  return new Map(rows.map(({ sha256, fault }) => [sha256, fault]));
}

export async function findFileText(database: Knex, sha256: string): Promise<FileText | undefined> {
  const row: { sha256: string; fault: string | null; pages: string } | undefined = await database(
    'file_texts',
  )
    .where({ sha256 })
    .first('sha256', 'fault', 'pages');
  return row && { ...row, pages: JSON.parse(row.pages) as string[] };
}

export async function insertFileText(database: Knex, text: FileText, at: string): Promise<void> {
  const { sha256, fault, pages } = text;
  await database('file_texts')
    .insert({ sha256, fault, pages: JSON.stringify(pages), read_at: at })
    .onConflict('sha256')
    .merge();
}

/** Of files that nobody keeps any more: their words go with them. */
export async function removeFileTexts(database: Knex, sha256s: readonly string[]): Promise<void> {
  for (let from = 0; from < sha256s.length; from += 200)
    await database('file_texts')
      .whereIn('sha256', sha256s.slice(from, from + 200))
      .del();
}
