import type { Knex } from 'knex';
import type { FileKind } from '../kernel/file-kind.ts';
import type { Identity } from './acknowledgement.ts';

type Database = Knex | Knex.Transaction;

/** What staff hold in their hands, as they scanned it. */
export interface Scan {
  kind: FileKind;
  sha256: string;
  bytes: Uint8Array;
}

/** What stands beside an acknowledgement and may be erased. */
export interface Proofs {
  scan?: Scan;
  reason?: { reason: string; salt: string };
  identity?: Identity & { salt: string };
}

/** Written before its acknowledgement, whose row names the scan by its hash. */
export async function insertProofs(
  transaction: Knex.Transaction,
  id: string,
  { scan, reason, identity }: Proofs,
): Promise<void> {
  const key = { acknowledgement_id: id };
  if (scan !== undefined) {
    const { kind, sha256, bytes } = scan;
    await transaction('acknowledgement_scans').insert({ ...key, kind, sha256, bytes: Buffer.from(bytes) });
  }
  if (reason !== undefined) await transaction('acknowledgement_reasons').insert({ ...key, ...reason });
  if (identity === undefined) return;
  const { issuer, subject, givenName, usualName, salt } = identity;
  const names = { given_name: givenName, usual_name: usualName };
  await transaction('acknowledgement_identities').insert({ ...key, issuer, subject, ...names, salt });
}

/** Of an acknowledgement that was not written after all. */
export async function removeProofs(transaction: Knex.Transaction, ids: readonly string[]): Promise<void> {
  for (const table of ['scans', 'reasons', 'identities', 'persons'])
    await transaction(`acknowledgement_${table}`)
      .whereIn('acknowledgement_id', [...ids])
      .delete();
}

/** Undefined when there is none, or it was erased. */
export async function findScan(database: Database, acknowledgementId: string): Promise<Scan | undefined> {
  const row = await database('acknowledgement_scans')
    .where({ acknowledgement_id: acknowledgementId })
    .first('kind', 'sha256', 'bytes');
  return row && { kind: row.kind, sha256: row.sha256, bytes: new Uint8Array(row.bytes) };
}

/** Which of them have a scan that was not erased. */
export async function listScanned(database: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await database('acknowledgement_scans')
    .whereIn('acknowledgement_id', [...ids])
    .select('acknowledgement_id');
  return new Set(rows.map((row) => row.acknowledgement_id));
}

/** Why staff recorded it, as they wrote; absent once erased. By acknowledgement. */
export async function listReasons(database: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await database('acknowledgement_reasons')
    .whereIn('acknowledgement_id', [...ids])
    .select('acknowledgement_id', 'reason');
  return new Map(rows.map((row) => [row.acknowledgement_id, row.reason]));
}

/** As whom ProConnect told them; absent once erased. By acknowledgement. */
export async function listIdentities(
  database: Database,
  ids: readonly string[],
): Promise<Map<string, { givenName: string; usualName: string }>> {
  const rows = await database('acknowledgement_identities')
    .whereIn('acknowledgement_id', [...ids])
    .select('acknowledgement_id', 'given_name', 'usual_name');
  return new Map(
    rows.map((row) => [row.acknowledgement_id, { givenName: row.given_name, usualName: row.usual_name }]),
  );
}
