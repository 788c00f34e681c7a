import type { Knex } from 'knex';
import type { ImageFile } from './image-file.ts';

type Database = Knex | Knex.Transaction;

export type StoredImage = Pick<ImageFile, 'sha256' | 'kind' | 'bytes' | 'width' | 'height'>;

/** The same picture brought twice is kept once. */
export async function insertImage(
  trx: Knex.Transaction,
  image: ImageFile,
  brought: { instructionId: string; at: string; by: string },
): Promise<void> {
  const { sha256, kind, width, height, bytes } = image;
  await trx('images')
    .insert({ sha256, kind, width, height, bytes: Buffer.from(bytes), created_at: brought.at })
    .onConflict('sha256')
    .ignore();
  await trx('instruction_images')
    .insert({ instruction_id: brought.instructionId, sha256, added_at: brought.at, added_by: brought.by })
    .onConflict(['instruction_id', 'sha256'])
    .ignore();
}

/** Those of these that are kept, with their bytes. */
export async function listImages(database: Database, names: readonly string[]): Promise<StoredImage[]> {
  if (names.length === 0) return [];
  const rows = (await database('images').whereIn('sha256', names).orderBy('sha256')) as StoredImage[];
  return rows.map(({ sha256, kind, width, height, bytes }) => {
    return { sha256, kind, width, height, bytes: new Uint8Array(bytes) };
  });
}

/** The names of those that are kept. */
export async function listImageNames(database: Database, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await database('images').whereIn('sha256', names).select<{ sha256: string }[]>('sha256');
  return new Set(rows.map(({ sha256 }) => sha256));
}
