import type { Knex } from 'knex';
import type { MessageKind } from './message-reading.ts';
import type { Doubt, Evidence, Tied } from './tying.ts';

type Database = Knex | Knex.Transaction;

export type FilingState = 'tied' | 'to-class' | 'set-aside';

/** What a message was taken for, and where it belongs; the last one decided is the one that holds. */
export interface Filing {
  state: FilingState;
  kind: MessageKind;
  evidence: Evidence | Doubt;
  /** Where it belongs; undefined while nobody knows. */
  tied: Tied | undefined;
}

export interface Decision extends Filing {
  id: string;
  messageId: string;
  decidedAt: string;
  /** A user's id, or `system`. */
  decidedBy: string;
  /** Of what a person wrote; the text is erasable. */
  reason?: { text: string; salt: string; hash: string } | undefined;
}

/** Writes the decision down, and makes it the one that holds. */
export async function insertDecision(transaction: Knex.Transaction, decision: Decision): Promise<void> {
  const { messageId, state, kind, evidence, tied, reason } = decision;
  const place = {
    ...{ state, kind, evidence },
    campaign_id: tied?.campaignId ?? null,
    office_id: tied?.officeId ?? null,
    delivery_id: tied?.deliveryId ?? null,
    answer_id: tied?.answerId ?? null,
  };
  const before = await transaction('received_decisions')
    .where({ message_id: messageId })
    .count({ count: '*' });
  await transaction('received_decisions').insert({
    id: decision.id,
    message_id: messageId,
    number: Number(before[0]?.['count'] ?? 0) + 1,
    ...place,
    decided_at: decision.decidedAt,
    decided_by: decision.decidedBy,
    reason_hash: reason?.hash ?? null,
  });
  if (reason !== undefined) {
    await transaction('received_reasons').insert({
      decision_id: decision.id,
      reason: reason.text,
      salt: reason.salt,
    });
  }
  await transaction('received_standings')
    .insert({ message_id: messageId, ...place })
    .onConflict('message_id')
    .merge();
}

/** Every decision about a message, oldest first, with what a person wrote unless it was erased. */
export async function listDecisions(
  database: Database,
  messageId: string,
): Promise<(Filing & { decidedAt: string; decidedBy: string; reason: string | undefined })[]> {
  const rows = await database('received_decisions as d')
    .leftJoin('received_reasons as r', 'r.decision_id', 'd.id')
    .where({ 'd.message_id': messageId })
    .orderBy('d.number')
    .select('d.*', 'r.reason');
  return rows.map((row) => ({
    ...filingFromRow(row),
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason ?? undefined,
  }));
}

export interface FilingRow {
  state: FilingState;
  kind: MessageKind;
  evidence: Evidence | Doubt;
  campaign_id: string | null;
  office_id: string | null;
  delivery_id: string | null;
  answer_id: string | null;
}

export function filingFromRow(row: FilingRow): Filing {
  const {
    state,
    kind,
    evidence,
    campaign_id: campaignId,
    office_id: officeId,
    delivery_id: deliveryId,
  } = row;
  const placed = campaignId !== null && officeId !== null && deliveryId !== null;
  const answer = row.answer_id === null ? {} : { answerId: row.answer_id };
  return {
    state,
    kind,
    evidence,
    tied: placed ? { campaignId, officeId, deliveryId, ...answer } : undefined,
  };
}
