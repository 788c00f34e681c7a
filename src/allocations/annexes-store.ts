import type { Knex } from 'knex';
import { insertDocument } from '../drafts/instructions.ts';

type Database = Knex | Knex.Transaction;

/** The notifications of a signed version, asked once. */
export interface Batch {
  id: string;
  instructionId: string;
  signedSha256: string;
  tableId: string;
  /** How many there will be. */
  annexes: number;
  askedAt: string;
  askedBy: string;
  failedAt: string | null;
  failureKey: string | null;
}

/** A notification that was sealed: it never changes. */
export interface Annex {
  /** `OFF-01` or `REG-84`. */
  key: string;
  officeId: string;
  title: string;
  sha256: string;
  bytes: number;
  sealedAt: string;
}

export interface Manifest {
  sha256: string;
  seal: Uint8Array;
  timestampToken: Uint8Array | undefined;
  timestampAt: string | undefined;
  madeAt: string;
}

const batchColumns = {
  id: 'id',
  instructionId: 'instruction_id',
  signedSha256: 'signed_sha256',
  tableId: 'table_id',
  annexes: 'annexes',
  askedAt: 'asked_at',
  askedBy: 'asked_by',
  failedAt: 'failed_at',
  failureKey: 'failure_key',
};

const annexColumns = {
  key: 'annex_key',
  officeId: 'office_id',
  title: 'title',
  sha256: 'sha256',
  bytes: 'bytes',
  sealedAt: 'sealed_at',
};

export async function findBatch(
  database: Database,
  by: { signed_sha256: string } | { instruction_id: string },
): Promise<Batch | undefined> {
  return database('annex_batches')
    .where(by)
    .orderBy('asked_at', 'desc')
    .first<Batch | undefined>(batchColumns);
}

export async function insertBatch(
  transaction: Knex.Transaction,
  batch: Omit<Batch, 'failedAt' | 'failureKey'>,
): Promise<void> {
  await transaction('annex_batches').insert({
    id: batch.id,
    instruction_id: batch.instructionId,
    signed_sha256: batch.signedSha256,
    table_id: batch.tableId,
    annexes: batch.annexes,
    asked_at: batch.askedAt,
    asked_by: batch.askedBy,
  });
}

/** Batches without their manifest, that nobody holds, and that did not fail since `retryBefore`. */
export async function listUnfinished(
  database: Database,
  { now, retryBefore }: { now: string; retryBefore: string },
): Promise<Batch[]> {
  return (await database('annex_batches')
    .whereNotExists(database('annex_manifests').whereRaw('batch_id = annex_batches.id'))
    .where((free) => free.whereNull('held_until').orWhere('held_until', '<', now))
    .where((ready) => ready.whereNull('failed_at').orWhere('failed_at', '<', retryBefore))
    .orderBy('asked_at')
    .select(batchColumns)) as Batch[];
}

/** Takes or keeps hold of a batch: true for one holder at a time. */
export async function markHeld(
  database: Database,
  id: string,
  hold: { by: string; now: string; until: string },
): Promise<boolean> {
  const changed = await database('annex_batches')
    .where({ id })
    .where((free) =>
      free.whereNull('held_until').orWhere('held_until', '<', hold.now).orWhere({ held_by: hold.by }),
    )
    .update({ held_by: hold.by, held_until: hold.until });
  return changed === 1;
}

export async function markReleased(
  database: Database,
  id: string,
  by: string,
  failure?: { at: string; key: string },
): Promise<void> {
  await database('annex_batches')
    .where({ id, held_by: by })
    .update({
      held_by: null,
      held_until: null,
      failed_at: failure?.at ?? null,
      failure_key: failure?.key ?? null,
    });
}

/** A person asks for another try now. */
export async function markToRetry(database: Database, id: string): Promise<void> {
  await database('annex_batches').where({ id }).update({ failed_at: null, failure_key: null });
}

/** In the order of their keys; those of one office when it is given. */
export async function listAnnexes(
  database: Database,
  batchId: string,
  where: { office_id?: string; annex_key?: string } = {},
): Promise<Annex[]> {
  return (await database('annexes')
    .where({ batch_id: batchId, ...where })
    .orderBy('annex_key')
    .select(annexColumns)) as Annex[];
}

/** Every notification of every act. */
export async function listEveryAnnex(database: Database): Promise<(Annex & { instructionId: string })[]> {
  return (await database('annexes')
    .join('annex_batches', 'annex_batches.id', 'annexes.batch_id')
    .orderBy(['annex_batches.instruction_id', 'annexes.annex_key'])
    .select({
      ...annexColumns,
      instructionId: 'annex_batches.instruction_id',
    })) as (Annex & { instructionId: string })[];
}

/** Keeps sealed bytes, each once. The caller holds the batch. */
export async function insertAnnexes(
  transaction: Knex.Transaction,
  batchId: string,
  annexes: readonly (Annex & { pdf: Uint8Array })[],
): Promise<void> {
  for (const { pdf, key, officeId, title, sha256, bytes, sealedAt } of annexes) {
    await insertDocument(transaction, { sha256, mediaType: 'application/pdf', bytes: pdf, at: sealedAt });
    await transaction('annexes').insert({
      batch_id: batchId,
      annex_key: key,
      office_id: officeId,
      title,
      sha256,
      bytes,
      sealed_at: sealedAt,
    });
  }
}

export async function findManifest(database: Database, batchId: string): Promise<Manifest | undefined> {
  const row = await database('annex_manifests').where({ batch_id: batchId }).first();
  if (row === undefined) return undefined;
  return {
    sha256: row.sha256,
    seal: new Uint8Array(row.seal),
    timestampToken: row.timestamp_token === null ? undefined : new Uint8Array(row.timestamp_token),
    timestampAt: row.timestamp_at ?? undefined,
    madeAt: row.made_at,
  };
}

export async function insertManifest(
  transaction: Knex.Transaction,
  batchId: string,
  manifest: Manifest & { bytes: Uint8Array },
): Promise<void> {
  const { sha256, bytes, seal, timestampToken, timestampAt, madeAt } = manifest;
  await insertDocument(transaction, { sha256, mediaType: 'application/json', bytes, at: madeAt });
  await transaction('annex_manifests').insert({
    batch_id: batchId,
    sha256,
    seal: Buffer.from(seal),
    timestamp_token: timestampToken === undefined ? null : Buffer.from(timestampToken),
    timestamp_at: timestampAt ?? null,
    made_at: madeAt,
  });
}
