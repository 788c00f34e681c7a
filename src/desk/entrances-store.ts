import type { Knex } from 'knex';
import type { AgentIdentity } from './office-sessions.ts';

type Db = Knex | Knex.Transaction;

export interface EntranceRow {
  token_hash: string;
  id: string;
  office_id: string | null;
  code_hash: string | null;
  tries: number;
  asked_at: string;
  expires_at: string;
  ended_at: string | null;
  entered: number;
  asked_from: string;
  next: string;
  contact_id: string | null;
  /** `none`: no mail was to be written. */
  mail_state: 'none' | 'sending' | 'ending' | 'sent' | 'failed';
  idp_id: string | null;
  subject: string | null;
  given_name: string | null;
  family_name: string | null;
}

export async function insertEntrance(
  transaction: Knex.Transaction,
  entrance: Omit<EntranceRow, 'tries' | 'ended_at' | 'entered'>,
): Promise<void> {
  await transaction('office_entrances').insert(entrance);
}

/** `tokenHashes`: of one token, for each of the cookies that a browser may have had when it was given. */
export function findEntrance(database: Db, tokenHashes: string[]): Promise<EntranceRow | undefined> {
  return database<EntranceRow>('office_entrances').whereIn('token_hash', tokenHashes).first();
}

/** Codes asked since an instant that opened nothing: of an office, or of an office from a network address. */
export async function countUnused(
  database: Db,
  where: { office_id: string; asked_from?: string },
  since: string,
): Promise<number> {
  const row = await database('office_entrances')
    .where(where)
    .where('asked_at', '>', since)
    .where({ entered: 0 })
    .count<{ count: number | string }[]>({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

/**
 * Counts one more try of a code that still stands, and tells which it is; undefined when it does not stand any
 * more. Decided by the database: two tries at the same time are two.
 */
export async function markTry(
  transaction: Knex.Transaction,
  { tokenHash, now, most }: { tokenHash: string; now: string; most: number },
): Promise<number | undefined> {
  const [row] = await transaction<EntranceRow>('office_entrances')
    .where({ token_hash: tokenHash, ended_at: null })
    .where('expires_at', '>', now)
    .where('tries', '<', most)
    .update({ tries: transaction.raw('tries + 1') as never })
    .returning('tries');
  return row?.tries;
}

export async function markEntranceEnded(
  transaction: Knex.Transaction,
  tokenHash: string,
  end: { at: string; entered: boolean },
): Promise<void> {
  await transaction('office_entrances')
    .where({ token_hash: tokenHash })
    .update({ ended_at: end.at, entered: end.entered ? 1 : 0 });
}

/** How its mail goes; tells whether it was there, from the state expected. */
export async function markEntranceMail(
  database: Db,
  id: string,
  move: { from: EntranceRow['mail_state'][]; to: EntranceRow['mail_state'] },
): Promise<boolean> {
  const moved = await database('office_entrances')
    .where({ id })
    .whereIn('mail_state', move.from)
    .update({ mail_state: move.to });
  return moved === 1;
}

/** Those that opened a session are kept as long as it is: they tell which address proved it. */
export async function removeOldEntrances(transaction: Knex.Transaction, before: string): Promise<void> {
  await transaction('office_entrances')
    .where('asked_at', '<=', before)
    .whereNotIn('id', transaction('office_sessions').select('id'))
    .del();
}

/** Whom ProConnect told; undefined where it told nobody. */
export function identityOf(row: EntranceRow): AgentIdentity | undefined {
  const { idp_id: issuer, subject, given_name: givenName, family_name: familyName } = row;
  if (issuer === null || subject === null || givenName === null || familyName === null) return undefined;
  return { issuer, subject, givenName, familyName };
}

export function identityColumns(identity: AgentIdentity | undefined) {
  return {
    idp_id: identity?.issuer ?? null,
    subject: identity?.subject ?? null,
    given_name: identity?.givenName ?? null,
    family_name: identity?.familyName ?? null,
  };
}
