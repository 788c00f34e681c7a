import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';

/** A file that was not confirmed within a day is forgotten: it holds addresses. */
const keptForMs = 24 * 3600 * 1000;

/** A file of contacts as it was given, or what was kept of the State's directory. */
export type StagedKind = 'contacts' | 'state';

/** Keeps a file between its preview and its confirmation; gives its id. */
export async function insertStagedImport(
  transaction: Knex.Transaction,
  clock: Clock,
  file: { bytes: Uint8Array; by: string; kind?: StagedKind; fileSha256?: string },
): Promise<string> {
  const oldest = new Date(clock.now().getTime() - keptForMs).toISOString();
  await transaction('contact_imports').where('uploaded_at', '<', oldest).del();
  const id = newId();
  await transaction('contact_imports').insert({
    id,
    bytes: Buffer.from(file.bytes),
    uploaded_at: instantOf(clock),
    uploaded_by: file.by,
    kind: file.kind ?? 'contacts',
    file_sha256: file.fileSha256 ?? '',
  });
  return id;
}

/** The bytes of a file that this person uploaded; undefined once confirmed, cancelled or forgotten. */
export async function findStagedImport(
  database: Knex | Knex.Transaction,
  id: string,
  by: string,
): Promise<Uint8Array | undefined> {
  return (await findStaged(database, { id, by, kind: 'contacts' }))?.bytes;
}

/** The same for any kind of file, with the hash of what it was made from. */
export async function findStaged(
  database: Knex | Knex.Transaction,
  { id, by, kind }: { id: string; by: string; kind: StagedKind },
): Promise<{ bytes: Uint8Array; fileSha256: string } | undefined> {
  const row = await database('contact_imports')
    .where({ id, uploaded_by: by, kind })
    .first('bytes', 'file_sha256');
  if (row === undefined) return undefined;
  return { bytes: new Uint8Array(row.bytes as Buffer), fileSha256: row.file_sha256 as string };
}

export async function removeStagedImport(transaction: Knex.Transaction, id: string): Promise<void> {
  await transaction('contact_imports').where({ id }).del();
}
