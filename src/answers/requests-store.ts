import type { Knex } from 'knex';
import type { AnswerRequest, RequestDraft } from './request.ts';

type Database = Knex | Knex.Transaction;

interface RequestRow {
  id: string;
  instruction_id: string;
  kind: AnswerRequest['kind'];
  title: string;
  guidance: string;
  audience: AnswerRequest['audience'];
  office_ids: string;
  due_on: string;
  accepted_kinds: string;
  reminders: number;
  created_at: string;
  created_by: string;
  withdrawn_at: string | null;
}

export async function findRequest(database: Database, id: string): Promise<AnswerRequest | undefined> {
  const row = await database<RequestRow>('answer_requests').where({ id }).first();
  return row && fromRow(row);
}

/** In the order in which they were made. */
export async function listRequests(
  database: Database,
  where: { instructionId?: string } = {},
): Promise<AnswerRequest[]> {
  const select = database<RequestRow>('answer_requests').orderBy(['created_at', 'id']);
  if (where.instructionId !== undefined) select.where({ instruction_id: where.instructionId });
  return (await select).map(fromRow);
}

export async function insertRequest(transaction: Knex.Transaction, request: AnswerRequest): Promise<void> {
  await transaction('answer_requests').insert({
    id: request.id,
    instruction_id: request.instructionId,
    ...columnsOf(request),
    reminders: request.reminders ? 1 : 0,
    created_at: request.createdAt,
    created_by: request.createdBy,
  });
}

export async function markRequestChanged(
  transaction: Knex.Transaction,
  id: string,
  draft: RequestDraft,
): Promise<void> {
  await transaction('answer_requests').where({ id }).update(columnsOf(draft));
}

export async function markRequestExtended(
  transaction: Knex.Transaction,
  id: string,
  dueOn: string,
): Promise<void> {
  await transaction('answer_requests').where({ id }).update({ due_on: dueOn });
}

export async function markRequestReminders(
  transaction: Knex.Transaction,
  id: string,
  reminders: boolean,
): Promise<void> {
  await transaction('answer_requests')
    .where({ id })
    .update({ reminders: reminders ? 1 : 0 });
}

/** `reason` and its salt are kept apart, where they may be erased. */
export async function markRequestWithdrawn(
  transaction: Knex.Transaction,
  id: string,
  withdrawn: { at: string; by: string; reason: string; salt: string },
): Promise<void> {
  const { at, by, reason, salt } = withdrawn;
  await transaction('answer_requests').where({ id }).update({ withdrawn_at: at, withdrawn_by: by });
  await transaction('answer_request_reasons').insert({ request_id: id, reason, salt });
}

/** Why each was withdrawn, by request; an erased reason is not there. */
export async function listReasons(database: Database, requestIds: string[]): Promise<Map<string, string>> {
  const rows = await database('answer_request_reasons').whereIn('request_id', requestIds);
  return new Map(rows.map((row: { request_id: string; reason: string }) => [row.request_id, row.reason]));
}

/** Of an act that was not sent. What hangs on it (a questionnaire's fields) goes with it. */
export async function removeRequest(transaction: Knex.Transaction, id: string): Promise<void> {
  await transaction('answer_requests').where({ id }).del();
}

function columnsOf(draft: RequestDraft) {
  return {
    kind: draft.kind,
    title: draft.title,
    guidance: draft.guidance,
    audience: draft.audience,
    office_ids: JSON.stringify(draft.officeIds),
    due_on: draft.dueOn,
    accepted_kinds: JSON.stringify(draft.acceptedKinds),
  };
}

function fromRow(row: RequestRow): AnswerRequest {
  return {
    id: row.id,
    instructionId: row.instruction_id,
    kind: row.kind,
    title: row.title,
    guidance: row.guidance,
    audience: row.audience,
    officeIds: JSON.parse(row.office_ids) as string[],
    dueOn: row.due_on,
    acceptedKinds: JSON.parse(row.accepted_kinds) as AnswerRequest['acceptedKinds'],
    reminders: row.reminders === 1,
    createdAt: row.created_at,
    createdBy: row.created_by,
    withdrawnAt: row.withdrawn_at ?? undefined,
  };
}
