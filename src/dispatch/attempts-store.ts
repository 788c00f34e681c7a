import type { Knex } from 'knex';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { claimKey } from './answer-line.ts';

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
  kind: 'resend' | 'retry';
  decidedAt: string;
  decidedBy: string;
}

export interface NewAttempt {
  deliveryId: string;
  epoch: number;
  at: string;
  outcome: AttemptOutcome;
  code: number | undefined;
  reply: string;
}

/** What is known of deliveries' attempts: the last number of each, and how each of their claims ended. */
export interface KnownEnds {
  numbers: ReadonlyMap<string, number>;
  /** By `claimKey`. An answer that followed an `unknown` of the same claim stands for both. */
  ends: ReadonlyMap<string, AttemptOutcome>;
}

export async function listKnownEnds(database: Database, deliveryIds: readonly string[]): Promise<KnownEnds> {
  const rows = (await database('delivery_attempts')
    .whereIn('delivery_id', [...deliveryIds])
    .orderBy('number')
    .select('delivery_id', 'number', 'epoch', 'outcome')) as {
    delivery_id: string;
    number: number;
    epoch: number;
    outcome: AttemptOutcome;
  }[];
  const ends = new Map<string, AttemptOutcome>();
  for (const { delivery_id: id, epoch, outcome } of rows) {
    const key = claimKey({ id, epoch });
    if (outcome !== 'unknown' || !ends.has(key)) ends.set(key, outcome);
  }
  return { numbers: new Map(rows.map((row) => [row.delivery_id, row.number])), ends };
}

/**
 * Keeps answers for ever; their words apart, under a salted hash. Gives each attempt's number and that
 * hash, in the order given. `known`: what there is already, read in this transaction.
 */
export async function insertAttempts(
  transaction: Knex.Transaction,
  attempts: readonly NewAttempt[],
  known: Pick<KnownEnds, 'numbers'>,
): Promise<{ number: number; replyHash: string }[]> {
  if (attempts.length === 0) return [];
  const numbers = new Map(known.numbers);
  const kept = attempts.map((attempt) => {
    const salt = newToken(16);
    const number = (numbers.get(attempt.deliveryId) ?? 0) + 1;
    numbers.set(attempt.deliveryId, number);
    return { attempt, id: newId(), number, salt, replyHash: saltedHash(salt, attempt.reply) };
  });
  await transaction('delivery_attempts').insert(
    kept.map(({ attempt, id, number, replyHash }) => ({
      id,
      delivery_id: attempt.deliveryId,
      number,
      epoch: attempt.epoch,
      ended_at: attempt.at,
      outcome: attempt.outcome,
      code: attempt.code ?? null,
      reply_hash: replyHash,
    })),
  );
  await transaction('delivery_replies').insert(
    kept.map(({ attempt, id, salt }) => ({ attempt_id: id, reply: attempt.reply, salt })),
  );
  return kept.map(({ number, replyHash }) => ({ number, replyHash }));
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
