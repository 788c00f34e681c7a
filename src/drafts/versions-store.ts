import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';

type Database = Knex | Knex.Transaction;

/** The exact document that was submitted: visas are given on its hash. */
export interface FrozenVersion {
  id: string;
  instructionId: string;
  number: number;
  revision: number;
  sha256: string;
  html: string;
  pages: number;
  letterOn: string | null;
  frozenAt: string;
  frozenBy: string;
  voidedAt: string | null;
}

export interface SignedRecord {
  id: string;
  instructionId: string;
  frozenVersionId: string;
  sha256: string;
  mark: string;
  level: string;
  certificateSha256: string;
  signedAt: string;
  signedOn: string;
  signedBy: string;
  /** With the key held here, with the signatory's own tool, or with a pen (then the seal is the copy's). */
  how: 'here' | 'outside' | 'by-hand';
  /** Key of the sentence that tells why the level is lower than the one aimed at; null when it is not. */
  loweredBy: string | null;
}

const frozenColumns = {
  id: 'id',
  instructionId: 'instruction_id',
  number: 'number',
  revision: 'revision',
  sha256: 'sha256',
  html: 'html',
  pages: 'pages',
  letterOn: 'letter_on',
  frozenAt: 'frozen_at',
  frozenBy: 'frozen_by',
  voidedAt: 'voided_at',
};

const signedColumns = {
  id: 'id',
  instructionId: 'instruction_id',
  frozenVersionId: 'frozen_version_id',
  sha256: 'sha256',
  mark: 'mark',
  level: 'level',
  certificateSha256: 'certificate_sha256',
  signedAt: 'signed_at',
  signedOn: 'signed_on',
  signedBy: 'signed_by',
  how: 'how',
  loweredBy: 'lowered_by',
};

/** Keeps bytes under their hash. The same bytes twice are one document. */
export async function insertDocument(
  trx: Knex.Transaction,
  document: { sha256: string; mediaType: string; bytes: Uint8Array; at: string },
): Promise<void> {
  const { sha256, mediaType, bytes, at } = document;
  await trx('documents')
    .insert({ sha256, media_type: mediaType, bytes: Buffer.from(bytes), created_at: at })
    .onConflict('sha256')
    .ignore();
}

export async function getDocument(database: Database, sha256: string): Promise<Uint8Array> {
  const row = await database('documents').where({ sha256 }).first<{ bytes: Uint8Array } | undefined>('bytes');
  if (row === undefined) throw new AppError('not-found', 'no such document', { details: { sha256 } });
  return new Uint8Array(row.bytes);
}

/** Up to `limit` kept documents, in the order of their hashes, after the one given. */
export async function listDocumentsAfter(
  database: Database,
  sha256: string,
  limit: number,
): Promise<{ sha256: string; bytes: Uint8Array }[]> {
  const rows = await database('documents')
    .where('sha256', '>', sha256)
    .orderBy('sha256')
    .limit(limit)
    .select<{ sha256: string; bytes: Uint8Array }[]>('sha256', 'bytes');
  return rows.map((row) => ({ sha256: row.sha256, bytes: new Uint8Array(row.bytes) }));
}

export async function insertFrozen(trx: Knex.Transaction, version: FrozenVersion): Promise<void> {
  await trx('frozen_versions').insert(toRow(frozenColumns, version));
}

/** The version that stands (not voided), if the instruction has one. */
export async function findStandingVersion(
  database: Database,
  instructionId: string,
): Promise<FrozenVersion | undefined> {
  return database('frozen_versions')
    .where({ instruction_id: instructionId, voided_at: null })
    .first<FrozenVersion | undefined>(frozenColumns);
}

/** Every version ever frozen, the latest first. */
export async function listVersions(database: Database, instructionId: string): Promise<FrozenVersion[]> {
  const select = database('frozen_versions')
    .where({ instruction_id: instructionId })
    .orderBy('number', 'desc');
  return (await select.select(frozenColumns)) as FrozenVersion[];
}

export async function markVoided(trx: Knex.Transaction, versionId: string, at: string): Promise<void> {
  await trx('frozen_versions').where({ id: versionId }).update({ voided_at: at });
}

export async function insertSigned(
  trx: Knex.Transaction,
  signed: SignedRecord,
  signatory: { name: string; quality: string | null },
): Promise<void> {
  await trx('signed_versions').insert(toRow(signedColumns, signed));
  await trx('signatory_names').insert({ signed_version_id: signed.id, ...signatory });
}

/** Null once erased; `quality` is known of who signed by hand. */
interface SignatoryNames {
  signatoryName: string | null;
  quality: string | null;
}

/** The signed version of an instruction, if it has one. */
export async function findSigned(
  database: Database,
  instructionId: string,
): Promise<(SignedRecord & SignatoryNames) | undefined> {
  return database('signed_versions')
    .leftJoin('signatory_names', 'signed_version_id', 'id')
    .where({ instruction_id: instructionId })
    .first<(SignedRecord & SignatoryNames) | undefined>({
      ...signedColumns,
      signatoryName: 'name',
      quality: 'quality',
    });
}

/** The columns' values, under the columns' names. */
export function toRow(columns: Record<string, string>, record: object): Record<string, unknown> {
  const values = new Map(Object.entries(record));
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [column, values.get(name)]));
}
