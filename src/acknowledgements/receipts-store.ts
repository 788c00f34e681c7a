import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** A sealed receipt, without its bytes. */
export interface Receipt {
  acknowledgementId: string;
  instructionId: string;
  contentSha256: string;
  sha256: string;
  bytes: number;
  level: string;
  certificateSha256: string;
  sealedAt: string;
}

/** The oldest acknowledgements that a receipt is due for and that have none; a person who was erased gets none. */
export async function listDue(database: Database, limit: number): Promise<string[]> {
  const rows = await database('acknowledgements as a')
    .join('acknowledgement_persons as p', 'p.acknowledgement_id', 'a.id')
    .leftJoin('acknowledgement_receipts as r', 'r.acknowledgement_id', 'a.id')
    .where({ 'a.receipt': 1 })
    .whereNull('r.acknowledgement_id')
    .orderBy(['a.acknowledged_at', 'a.id'])
    .limit(limit)
    .select('a.id');
  return rows.map(({ id }) => id);
}

/** False, and nothing written, when it has its receipt already: whoever came first made it. */
export async function insertReceipt(
  transaction: Knex.Transaction,
  receipt: Receipt,
  pdf: Uint8Array,
): Promise<boolean> {
  const written = await transaction('acknowledgement_receipts')
    .insert({
      acknowledgement_id: receipt.acknowledgementId,
      instruction_id: receipt.instructionId,
      content_sha256: receipt.contentSha256,
      sha256: receipt.sha256,
      bytes: receipt.bytes,
      level: receipt.level,
      certificate_sha256: receipt.certificateSha256,
      sealed_at: receipt.sealedAt,
    })
    .onConflict('acknowledgement_id')
    .ignore()
    .returning('acknowledgement_id');
  if (written.length === 0) return false;
  const file = { acknowledgement_id: receipt.acknowledgementId, pdf: Buffer.from(pdf) };
  await transaction('acknowledgement_receipt_files').insert(file);
  return true;
}

/** The receipts that are made, by acknowledgement. */
export async function listReceipts(
  database: Database,
  acknowledgementIds: readonly string[],
): Promise<Map<string, Receipt>> {
  const rows = await database('acknowledgement_receipts').whereIn('acknowledgement_id', [
    ...acknowledgementIds,
  ]);
  return new Map(
    rows.map((row) => [
      row.acknowledgement_id,
      {
        acknowledgementId: row.acknowledgement_id,
        instructionId: row.instruction_id,
        contentSha256: row.content_sha256,
        sha256: row.sha256,
        bytes: row.bytes,
        level: row.level,
        certificateSha256: row.certificate_sha256,
        sealedAt: row.sealed_at,
      },
    ]),
  );
}

/** Whether a receipt is due or made: those of before receipts have none. */
export async function hasReceipt(database: Database, acknowledgementId: string): Promise<boolean> {
  const row = await database('acknowledgements').where({ id: acknowledgementId }).first('receipt');
  return row?.receipt === 1;
}

/** Undefined before it is made, and once it was erased. */
export async function findReceiptPdf(
  database: Database,
  acknowledgementId: string,
): Promise<Uint8Array | undefined> {
  const row = await database('acknowledgement_receipt_files')
    .where({ acknowledgement_id: acknowledgementId })
    .first('pdf');
  return row === undefined ? undefined : new Uint8Array(row.pdf);
}

/** The salt of the person's hash, which the receipt gives to who holds it; undefined once erased. */
export async function findPersonSalt(
  database: Database,
  acknowledgementId: string,
): Promise<string | undefined> {
  const row = await database('acknowledgement_persons')
    .where({ acknowledgement_id: acknowledgementId })
    .first('salt');
  return row?.salt;
}
