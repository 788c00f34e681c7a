import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';

const keptForMs = 24 * 3600 * 1000;

export interface StagedFile {
  instructionId: string;
  by: string;
}

/** Keeps a file between its preview and its confirmation, for a day at most; gives its id. */
export async function insertStagedFile(
  transaction: Knex.Transaction,
  clock: Clock,
  file: StagedFile & { bytes: Uint8Array },
): Promise<string> {
  const oldest = new Date(clock.now().getTime() - keptForMs).toISOString();
  await transaction('allocation_imports').where('uploaded_at', '<', oldest).del();
  const id = newId();
  await transaction('allocation_imports').insert({
    id,
    instruction_id: file.instructionId,
    bytes: Buffer.from(file.bytes),
    uploaded_at: instantOf(clock),
    uploaded_by: file.by,
  });
  return id;
}

/** The bytes that this person uploaded for this instruction; undefined once confirmed or forgotten. */
export async function findStagedFile(
  database: Knex | Knex.Transaction,
  id: string,
  { instructionId, by }: StagedFile,
): Promise<Uint8Array | undefined> {
  const row = await database('allocation_imports')
    .where({ id, instruction_id: instructionId, uploaded_by: by })
    .first('bytes');
  return row === undefined ? undefined : new Uint8Array(row.bytes as Buffer);
}

export async function removeStagedFile(transaction: Knex.Transaction, id: string): Promise<void> {
  await transaction('allocation_imports').where({ id }).del();
}
