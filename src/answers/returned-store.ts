import type { Knex } from 'knex';
import type { Answer, ScanState } from './answer.ts';

type Database = Knex | Knex.Transaction;

/** A version to be written, with what its erasable rows hold. */
export interface NewAnswer extends Omit<Answer, 'number' | 'person'> {
  person: NonNullable<Answer['person']>;
  salt: string;
  personHash: string;
  formKey: string;
  content: Uint8Array;
}

/** Writes the next version of a territory's answer, and gives its number. */
export async function insertAnswer(transaction: Knex.Transaction, answer: NewAnswer): Promise<number> {
  const { requestId: request_id, territoryId: territory_id } = answer;
  const last = await transaction('returned_answers')
    .where({ request_id, territory_id })
    .max<{ last: number | null }[]>('number as last');
  const number = Number(last[0]?.last ?? 0) + 1;
  await transaction('returned_answers').insert({
    id: answer.id,
    ...{ request_id, territory_id, number },
    office_id: answer.officeId,
    given_at: answer.givenAt,
    given_on: answer.givenOn,
    strength: answer.strength,
    content_kind: answer.contentKind,
    sha256: answer.sha256,
    bytes: answer.bytes,
    person_hash: answer.personHash,
    form_key: answer.formKey,
  });
  await transaction('returned_contents').insert({ answer_id: answer.id, bytes: Buffer.from(answer.content) });
  await transaction('returned_persons').insert({
    answer_id: answer.id,
    person_name: answer.person.name,
    person_function: answer.person.function,
    file_name: answer.fileName,
    salt: answer.salt,
  });
  return number;
}

/** What the antivirus said when the file came; one that could not be analysed is asked about again at `dueAt`. */
export async function insertScan(
  transaction: Knex.Transaction,
  scan: { answerId: string; state: ScanState; reason: string; dueAt: string | undefined; at: string },
): Promise<void> {
  await transaction('returned_scans').insert({
    answer_id: scan.answerId,
    state: scan.state,
    reason: scan.reason,
    tries: 1,
    due_at: scan.dueAt ?? null,
    changed_at: scan.at,
  });
}

/** How many an office gave after an instant. */
export async function countGiven(
  transaction: Knex.Transaction,
  { officeId, since }: { officeId: string; since: string },
): Promise<number> {
  const row = await transaction('returned_answers')
    .where({ office_id: officeId })
    .where('given_at', '>', since)
    .count<{ count: number | string }[]>({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

/** Of these answers, or of all, those whose content was not erased. */
export async function listKept(database: Database, answerIds?: string[]): Promise<Set<string>> {
  const select = database('returned_contents').select('answer_id');
  const rows = await (answerIds === undefined ? select : select.whereIn('answer_id', answerIds));
  return new Set(rows.map((row: { answer_id: string }) => row.answer_id));
}

interface AnswerRow {
  id: string;
  request_id: string;
  territory_id: string;
  number: number;
  office_id: string;
  given_at: string;
  given_on: string;
  strength: Answer['strength'];
  content_kind: Answer['contentKind'];
  sha256: string;
  bytes: number;
  person_name: string | null;
  person_function: string | null;
  file_name: string | null;
  scan_state: ScanState | null;
  scan_reason: string | null;
}

export interface AnswersWhere {
  requestIds?: string[];
  territoryId?: string;
  officeId?: string;
  formKey?: string;
  id?: string;
}

/** Every version, oldest first within a territory. */
export async function listAnswers(database: Database, where: AnswersWhere): Promise<Answer[]> {
  const select = database('returned_answers as a')
    .leftJoin('returned_persons as p', 'p.answer_id', 'a.id')
    .leftJoin('returned_scans as s', 's.answer_id', 'a.id')
    .orderBy(['a.request_id', 'a.territory_id', 'a.number'])
    .select<AnswerRow[]>(
      'a.*',
      'p.person_name',
      'p.person_function',
      'p.file_name',
      's.state as scan_state',
      's.reason as scan_reason',
    );
  if (where.requestIds !== undefined) select.whereIn('a.request_id', where.requestIds);
  if (where.territoryId !== undefined) select.where('a.territory_id', where.territoryId);
  if (where.officeId !== undefined) select.where('a.office_id', where.officeId);
  if (where.formKey !== undefined) select.where('a.form_key', where.formKey);
  if (where.id !== undefined) select.where('a.id', where.id);
  return (await select).map(fromRow);
}

/** The bytes of one version; undefined once erased. */
export async function findContent(database: Database, answerId: string): Promise<Uint8Array | undefined> {
  const row = await database('returned_contents')
    .where({ answer_id: answerId })
    .first<{ bytes: Buffer } | undefined>('bytes');
  return row && new Uint8Array(row.bytes);
}

function fromRow(row: AnswerRow): Answer {
  const { person_name: name, person_function: role, scan_state: state } = row;
  return {
    id: row.id,
    requestId: row.request_id,
    territoryId: row.territory_id,
    number: row.number,
    officeId: row.office_id,
    givenAt: row.given_at,
    givenOn: row.given_on,
    strength: row.strength,
    contentKind: row.content_kind,
    sha256: row.sha256,
    bytes: row.bytes,
    person: name === null || role === null ? undefined : { name, function: role },
    fileName: row.file_name ?? '',
    scan: state === null ? undefined : { state, reason: row.scan_reason ?? '' },
  };
}
