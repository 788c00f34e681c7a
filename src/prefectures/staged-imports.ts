import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';

/** A file that was not confirmed within a day is forgotten: it holds addresses. */
const keptForMs = 24 * 3600 * 1000;

/** Keeps a file between its preview and its confirmation; gives its id. */
export async function insertStagedImport(
  transaction: Knex.Transaction,
  clock: Clock,
  file: { bytes: Uint8Array; by: string },
): Promise<string> {
  const oldest = new Date(clock.now().getTime() - keptForMs).toISOString();
  await transaction('contact_imports').where('uploaded_at', '<', oldest).del();
  const id = newId();
  await transaction('contact_imports').insert({
    id,
    bytes: Buffer.from(file.bytes),
    uploaded_at: instantOf(clock),
    uploaded_by: file.by,
  });
  return id;
}

/** The bytes of a file that this person uploaded; undefined once confirmed, cancelled or forgotten. */
export async function findStagedImport(
  database: Knex | Knex.Transaction,
  id: string,
  by: string,
): Promise<Uint8Array | undefined> {
  const row = await database('contact_imports').where({ id, uploaded_by: by }).first('bytes');
  return row === undefined ? undefined : new Uint8Array(row.bytes as Buffer);
}

export async function removeStagedImport(transaction: Knex.Transaction, id: string): Promise<void> {
  await transaction('contact_imports').where({ id }).del();
}
