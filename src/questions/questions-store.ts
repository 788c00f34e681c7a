import type { Knex } from 'knex';
import type { Question, QuestionState, Topic } from './question.ts';

type Database = Knex | Knex.Transaction;

/** False, and nothing written, when this form was posted before. */
export async function insertQuestion(
  transaction: Knex.Transaction,
  question: Question & { formKey: string },
): Promise<boolean> {
  const inserted = await transaction('questions')
    .insert({
      id: question.id,
      office_id: question.officeId,
      instruction_id: question.instructionId ?? null,
      topic: question.topic,
      state: question.state,
      asked_at: question.askedAt,
      changed_at: question.changedAt,
      form_key: question.formKey,
    })
    .onConflict('form_key')
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

export interface QuestionQuery {
  state?: QuestionState;
  officeId?: string;
  instructionId?: string;
  id?: string;
  formKey?: string;
}

/** Those that wait for the longest first when they are asked for; else the last touched first. */
export async function listQuestions(
  database: Database,
  where: QuestionQuery,
  part?: { first: number; most: number },
): Promise<Question[]> {
  const order = where.state === 'asked' ? 'asc' : 'desc';
  const select = database('questions').orderBy([{ column: 'changed_at', order }, { column: 'id' }]);
  const columns = {
    ...{ state: where.state, office_id: where.officeId, instruction_id: where.instructionId },
    ...{ id: where.id, form_key: where.formKey },
  };
  for (const [column, value] of Object.entries(columns)) if (value !== undefined) select.where(column, value);
  if (part !== undefined) select.offset(part.first).limit(part.most);
  const rows: QuestionRow[] = await select;
  return rows.map((row) => ({
    ...{ id: row.id, officeId: row.office_id, topic: row.topic, state: row.state },
    ...{ instructionId: row.instruction_id ?? undefined, askedAt: row.asked_at, changedAt: row.changed_at },
  }));
}

/** A question, whose row is held until the transaction ends: whoever else writes to it comes after. */
export async function lockQuestion(
  transaction: Knex.Transaction,
  where: { id: string; officeId?: string },
): Promise<Question | undefined> {
  await transaction('questions').where({ id: where.id }).forUpdate().first('id');
  const [question] = await listQuestions(transaction, where);
  return question;
}

/** How many questions stand in each state. */
export async function countQuestions(database: Database): Promise<Record<QuestionState, number>> {
  const rows = (await database('questions')
    .groupBy('state')
    .select('state')
    .count({ count: '*' })) as unknown as { state: QuestionState; count: number | string }[];
  const counts = { asked: 0, answered: 0, closed: 0 };
  for (const { state, count } of rows) counts[state] = Number(count);
  return counts;
}

export async function markQuestion(
  transaction: Knex.Transaction,
  id: string,
  move: { to: QuestionState; at: string },
): Promise<void> {
  await transaction('questions').where({ id }).update({ state: move.to, changed_at: move.at });
}

interface QuestionRow {
  id: string;
  office_id: string;
  instruction_id: string | null;
  topic: Topic;
  state: QuestionState;
  asked_at: string;
  changed_at: string;
}
