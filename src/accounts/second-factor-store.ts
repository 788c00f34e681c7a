import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

export interface PendingRow {
  token_hash: string;
  user_id: string;
  next: string;
  expires_at: string;
  sealed_secret: string | null;
  sealed_codes: string | null;
}

export async function insertPending(
  transaction: Knex.Transaction,
  row: Omit<PendingRow, 'sealed_secret' | 'sealed_codes'>,
): Promise<void> {
  await transaction('pending_sign_ins').insert(row);
}

export function findPending(database: Db, tokenHash: string, now: string): Promise<PendingRow | undefined> {
  return database<PendingRow>('pending_sign_ins')
    .where({ token_hash: tokenHash })
    .where('expires_at', '>', now)
    .first();
}

/** Keeps the proposed secret, or that which another tab proposed first. */
export async function markProposed(
  transaction: Knex.Transaction,
  tokenHash: string,
  sealedSecret: string,
): Promise<void> {
  await transaction('pending_sign_ins')
    .where({ token_hash: tokenHash })
    .whereNull('sealed_secret')
    .update({ sealed_secret: sealedSecret });
}

export async function markCodesShown(
  transaction: Knex.Transaction,
  tokenHash: string,
  sealedCodes: string,
): Promise<void> {
  await transaction('pending_sign_ins')
    .where({ token_hash: tokenHash })
    .update({ sealed_secret: null, sealed_codes: sealedCodes });
}

export async function removePending(transaction: Knex.Transaction, tokenHash: string): Promise<void> {
  await transaction('pending_sign_ins').where({ token_hash: tokenHash }).del();
}

export async function removeExpiredPending(transaction: Knex.Transaction, now: string): Promise<void> {
  await transaction('pending_sign_ins').where('expires_at', '<=', now).del();
}

export function findFactor(
  database: Db,
  userId: string,
): Promise<{ sealed_secret: string; enrolled_at: string } | undefined> {
  return database('second_factors').where({ user_id: userId }).first('sealed_secret', 'enrolled_at');
}

export async function insertFactor(
  transaction: Knex.Transaction,
  row: { user_id: string; sealed_secret: string; enrolled_at: string; last_step: number },
): Promise<void> {
  await transaction('second_factors').insert(row);
}

/** True when the step is later than that of every code accepted so far, and is now the last one. */
export async function markStep(
  transaction: Knex.Transaction,
  userId: string,
  step: number,
): Promise<boolean> {
  const changed = await transaction('second_factors')
    .where({ user_id: userId })
    .where('last_step', '<', step)
    .update({ last_step: step });
  return changed === 1;
}

/** True when there was one. Its recovery codes go with it. */
export async function removeFactor(transaction: Knex.Transaction, userId: string): Promise<boolean> {
  const enrolled = await findFactor(transaction, userId);
  await transaction('recovery_codes').where({ user_id: userId }).del();
  await transaction('second_factors').where({ user_id: userId }).del();
  return enrolled !== undefined;
}

export async function listEnrolled(database: Db): Promise<string[]> {
  const rows = await database('second_factors').select('user_id');
  return rows.map(({ user_id }: { user_id: string }) => user_id);
}

/** The new codes in the place of the old ones. */
export async function replaceRecoveryCodes(
  transaction: Knex.Transaction,
  userId: string,
  hashes: string[],
): Promise<void> {
  await transaction('recovery_codes').where({ user_id: userId }).del();
  await transaction('recovery_codes').insert(hashes.map((code_hash) => ({ user_id: userId, code_hash })));
}

/** True when the code is one of theirs and served for the first time. */
export async function markRecoveryCodeUsed(
  transaction: Knex.Transaction,
  code: { userId: string; hash: string; at: string },
): Promise<boolean> {
  const changed = await transaction('recovery_codes')
    .where({ user_id: code.userId, code_hash: code.hash })
    .whereNull('used_at')
    .update({ used_at: code.at });
  return changed === 1;
}

export async function countRecoveryCodes(database: Db, userId: string): Promise<number> {
  const row = await database('recovery_codes')
    .where({ user_id: userId })
    .whereNull('used_at')
    .count({ left: '*' })
    .first();
  return Number(row?.left ?? 0);
}
