import type { Knex } from 'knex';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';

type Database = Knex | Knex.Transaction;

export type AttemptOutcome = 'accepted' | 'deferred' | 'refused' | 'unknown' | 'misconfigured';

export interface Attempt {
  deliveryId: string;
  number: number;
  endedAt: string;
  outcome: AttemptOutcome;
  code: number | undefined;
  /** The server's own words; undefined once erased. */
  reply: string | undefined;
}

export interface Decision {
  deliveryId: string;
  kind: 'resend';
  decidedAt: string;
  decidedBy: string;
}

/** Keeps one answer for ever; its words apart, under a salted hash. Gives the attempt's number and that hash. */
export async function insertAttempt(
  transaction: Knex.Transaction,
  attempt: {
    deliveryId: string;
    epoch: number;
    at: string;
    outcome: AttemptOutcome;
    code: number | undefined;
    reply: string;
  },
): Promise<{ number: number; replyHash: string }> {
  const salt = newToken(16);
  const replyHash = saltedHash(salt, attempt.reply);
  const last = await transaction('delivery_attempts')
    .where({ delivery_id: attempt.deliveryId })
    .max<{ number: number | null }[]>('number as number');
  const number = (last[0]?.number ?? 0) + 1;
  const id = newId();
  await transaction('delivery_attempts').insert({
    id,
    delivery_id: attempt.deliveryId,
    number,
    epoch: attempt.epoch,
    ended_at: attempt.at,
    outcome: attempt.outcome,
    code: attempt.code ?? null,
    reply_hash: replyHash,
  });
  await transaction('delivery_replies').insert({ attempt_id: id, reply: attempt.reply, salt });
  return { number, replyHash };
}

/** Oldest first. */
export async function listAttempts(database: Database, deliveryIds: string[]): Promise<Attempt[]> {
  const rows = await database('delivery_attempts as a')
    .leftJoin('delivery_replies as r', 'r.attempt_id', 'a.id')
    .whereIn('a.delivery_id', deliveryIds)
    .orderBy(['a.ended_at', 'a.number'])
    .select('a.delivery_id', 'a.number', 'a.ended_at', 'a.outcome', 'a.code', 'r.reply');
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    number: row.number,
    endedAt: row.ended_at,
    outcome: row.outcome,
    code: row.code ?? undefined,
    reply: row.reply ?? undefined,
  }));
}

/** The last answer that stopped the campaign: what a person has to repair. */
export async function findLastMisconfiguration(
  database: Database,
  campaignId: string,
): Promise<string | undefined> {
  const row = await database('delivery_attempts as a')
    .join('deliveries as d', 'd.id', 'a.delivery_id')
    .leftJoin('delivery_replies as r', 'r.attempt_id', 'a.id')
    .where({ 'd.campaign_id': campaignId, 'a.outcome': 'misconfigured' })
    .orderBy('a.ended_at', 'desc')
    .first('r.reply');
  return row?.reply ?? undefined;
}

export async function insertDecision(transaction: Knex.Transaction, decision: Decision): Promise<void> {
  await transaction('delivery_decisions').insert({
    id: newId(),
    delivery_id: decision.deliveryId,
    kind: decision.kind,
    decided_at: decision.decidedAt,
    decided_by: decision.decidedBy,
  });
}

export async function listDecisions(database: Database, deliveryIds: string[]): Promise<Decision[]> {
  const rows = await database('delivery_decisions').whereIn('delivery_id', deliveryIds).orderBy('decided_at');
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    kind: row.kind,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }));
}
