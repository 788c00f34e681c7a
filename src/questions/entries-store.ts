import type { Knex } from 'knex';
import type { Entry, EntryKind } from './question.ts';

type Database = Knex | Knex.Transaction;

export async function insertEntry(
  transaction: Knex.Transaction,
  entry: Entry & {
    questionId: string;
    words: NonNullable<Entry['words']>;
    salt: string;
    textHash: string;
    formKey: string;
  },
): Promise<void> {
  await transaction('question_entries').insert({
    id: entry.id,
    question_id: entry.questionId,
    number: entry.number,
    kind: entry.kind,
    written_at: entry.writtenAt,
    written_by: entry.writtenBy,
    strength: entry.strength ?? null,
    text_hash: entry.textHash,
    mail_id: entry.mailId ?? null,
    form_key: entry.formKey,
  });
  await transaction('question_texts').insert({
    entry_id: entry.id,
    text: entry.words.text,
    person_name: entry.words.personName,
    person_function: entry.words.personFunction,
    salt: entry.salt,
  });
}

export async function hasEntry(transaction: Knex.Transaction, formKey: string): Promise<boolean> {
  return (await transaction('question_entries').where({ form_key: formKey }).first('id')) !== undefined;
}

/** How much an office wrote after an instant. */
export async function countWritten(
  transaction: Knex.Transaction,
  { writtenBy, since }: { writtenBy: string; since: string },
): Promise<number> {
  const row = await transaction('question_entries')
    .where({ written_by: writtenBy })
    .where('written_at', '>', since)
    .count<{ count: number | string }[]>({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

/** In the order in which they were written, by question. */
export async function listEntries(database: Database, questionIds: string[]): Promise<Map<string, Entry[]>> {
  const rows: EntryRow[] = await database('question_entries as e')
    .leftJoin('question_texts as t', 't.entry_id', 'e.id')
    .whereIn('e.question_id', questionIds)
    .orderBy(['e.question_id', 'e.number'])
    .select('e.*', 't.text', 't.person_name', 't.person_function');
  return new Map(
    [...Map.groupBy(rows, (row) => row.question_id)].map(([id, entries]) => [id, entries.map(fromRow)]),
  );
}

interface EntryRow {
  id: string;
  question_id: string;
  number: number;
  kind: EntryKind;
  written_at: string;
  written_by: string;
  strength: 'code' | 'proconnect' | null;
  mail_id: string | null;
  text: string | null;
  person_name: string;
  person_function: string;
}

function fromRow(row: EntryRow): Entry {
  const { text, person_name: personName, person_function: personFunction } = row;
  return {
    ...{ id: row.id, number: row.number, kind: row.kind },
    ...{ writtenAt: row.written_at, writtenBy: row.written_by },
    strength: row.strength ?? undefined,
    mailId: row.mail_id ?? undefined,
    words: text === null ? undefined : { text, personName, personFunction },
  };
}
