import type { Knex } from 'knex';
import type { Tied } from './tying.ts';

type Database = Knex | Knex.Transaction;

export type AnswerState = 'pending' | 'sending' | 'ending' | 'accepted' | 'refused' | 'unknown';

export interface Answer {
  id: string;
  messageId: string;
  campaignId: string;
  officeId: string;
  deliveryId: string;
  state: AnswerState;
  attempts: number;
  dueAt: string | undefined;
  writtenAt: string;
  writtenBy: string;
  changedAt: string;
  /** `<id@domain>`: the same at every attempt. */
  headerId: string;
  /** Undefined once it was erased. */
  text: AnswerText | undefined;
}

export interface AnswerText {
  address: string;
  subject: string;
  text: string;
  /** The last words of the mail server; empty before any. */
  serverReply: string;
}

/** False, and nothing written, when this form was posted before. */
export async function insertAnswer(
  transaction: Knex.Transaction,
  answer: Answer & { text: AnswerText; formKey: string; salt: string; textHash: string },
): Promise<boolean> {
  const inserted = await transaction('answers')
    .insert({
      id: answer.id,
      message_id: answer.messageId,
      campaign_id: answer.campaignId,
      office_id: answer.officeId,
      delivery_id: answer.deliveryId,
      form_key: answer.formKey,
      header_id: answer.headerId,
      state: answer.state,
      attempts: answer.attempts,
      due_at: answer.dueAt ?? null,
      written_at: answer.writtenAt,
      written_by: answer.writtenBy,
      changed_at: answer.changedAt,
      text_hash: answer.textHash,
    })
    .onConflict('form_key')
    .ignore()
    .returning('id');
  if (inserted.length === 0) return false;
  const { address, subject, text, serverReply } = answer.text;
  await transaction('answer_texts').insert({
    answer_id: answer.id,
    ...{ address, subject, text },
    salt: answer.salt,
    server_reply: serverReply,
  });
  return true;
}

export async function listAnswers(
  database: Database,
  where:
    { messageId: string } | { campaignId: string; officeId: string } | { state: AnswerState; before: string },
): Promise<Answer[]> {
  const rows = database('answers as a')
    .leftJoin('answer_texts as t', 't.answer_id', 'a.id')
    .orderBy(['a.written_at', 'a.id'])
    .select('a.*', 't.address', 't.subject', 't.text', 't.server_reply');
  if ('messageId' in where) rows.where({ 'a.message_id': where.messageId });
  else if ('officeId' in where)
    rows.where({ 'a.campaign_id': where.campaignId, 'a.office_id': where.officeId });
  // A pending one is due, the others have been under way since, for too long.
  else if (where.state === 'pending')
    rows.where({ 'a.state': 'pending' }).where('a.due_at', '<=', where.before);
  else rows.where({ 'a.state': where.state }).where('a.changed_at', '<=', where.before);
  return ((await rows) as AnswerRow[]).map(fromRow);
}

/**
 * Moves it from the state expected, while it is at the attempt that is held; tells whether it was still there
 * to move. A worker that was taken for gone can do nothing any more: its attempt was counted.
 */
export async function markAnswer(
  database: Database,
  { id, attempts }: Pick<Answer, 'id' | 'attempts'>,
  move: {
    from: AnswerState[];
    to: AnswerState;
    at: string;
    dueAt?: string | null;
    attempt?: true;
    reply?: string;
  },
): Promise<boolean> {
  const moved = await database('answers')
    .where({ id, attempts })
    .whereIn('state', move.from)
    .update({
      state: move.to,
      changed_at: move.at,
      ...(move.dueAt === undefined ? {} : { due_at: move.dueAt }),
      ...(move.attempt === true ? { attempts: database.raw('attempts + 1') } : {}),
    });
  if (moved === 1 && move.reply !== undefined) {
    await database('answer_texts').where({ answer_id: id }).update({ server_reply: move.reply });
  }
  return moved === 1;
}

/** The answers of ours that a message is about, as the place where they stand. */
export async function listAnswered(
  database: Database,
  clue: { envids: string[] } | { messageIds: string[] },
): Promise<Tied[]> {
  const rows = await ('envids' in clue
    ? database('answers').whereIn('id', clue.envids)
    : database('answers').whereIn('header_id', clue.messageIds));
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    officeId: row.office_id,
    deliveryId: row.delivery_id,
    answerId: row.id,
  }));
}

interface AnswerRow {
  id: string;
  message_id: string;
  campaign_id: string;
  office_id: string;
  delivery_id: string;
  state: AnswerState;
  attempts: number;
  due_at: string | null;
  written_at: string;
  written_by: string;
  changed_at: string;
  header_id: string;
  address: string;
  subject: string;
  text: string | null;
  server_reply: string;
}

function fromRow(row: AnswerRow): Answer {
  const { address, subject, text, server_reply: serverReply } = row;
  return {
    id: row.id,
    messageId: row.message_id,
    campaignId: row.campaign_id,
    officeId: row.office_id,
    deliveryId: row.delivery_id,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at ?? undefined,
    writtenAt: row.written_at,
    writtenBy: row.written_by,
    changedAt: row.changed_at,
    headerId: row.header_id,
    text: text === null ? undefined : { address, subject, text, serverReply },
  };
}
