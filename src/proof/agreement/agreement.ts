import type { Knex } from 'knex';
import type { JournalEventType, JournalLine } from '../../journal/journal.ts';

type LineOf<Type extends JournalEventType> = Extract<JournalLine, { type: Type }>;
type Value = string | number | null;

/** What a line says that a column holds: a value, one of several, or an instant that is about the line's own. */
export type Expected = Value | { oneOf: readonly Value[] } | { near: string };

/** What a line says of one row. */
export interface Told {
  /** Of the row, in the order of the agreement's `key`. */
  key: readonly Value[];
  /** The line makes the row, makes it unless one did, or takes it away. */
  does?: 'makes' | 'ensures' | 'removes';
  /** What the columns hold from then on. */
  holds?: Record<string, Expected>;
  /** What a column may hold from then on, beside what it might before: of states that the journal does not follow. */
  allows?: Record<string, readonly Value[]>;
}

/**
 * How the rows of a table agree with the journal: which columns name the row in a line, and what each type of line says
 * that its columns hold. A row needs the line that makes it, a line its row, and the last word on a column is the row's.
 */
export interface Agreement {
  table: string;
  /** Columns (of `rows`, when it is given) that name a row in the lines. */
  key: readonly string[];
  /** The same key may come again: the rows of one key are then taken in the order of this column. */
  again?: string;
  /** Columns of the table that name the row to a person; `id` when nothing is said. */
  id?: readonly string[];
  /** Rows with what a line names beside them; the table's own when nothing is said. */
  rows?(database: Knex): Knex.QueryBuilder;
  /** What is computed of a row, such as the salted hash of a name that the journal holds no more than that. */
  derive?(
    row: Readonly<Record<'address' | 'person_name' | 'person_function' | 'salt', string>>,
  ): Record<string, Value>;
  /** Rows may be erased, at the end of their period: a line without its row is no fault. */
  erasable?: true;
  /** Each column that some line tells; of `rows`, one may stand for a column of the table. */
  columns: readonly string[];
  standsFor?: Record<string, string>;
  lines: { [Type in JournalEventType]?: (data: LineOf<Type>['data'], line: LineOf<Type>) => Told | Told[] };
}

/** Keeps each line's type inside its agreement. */
export const agreement = (definition: Agreement): Agreement => definition;

/** Of columns that hold when it was done and by whom, which the line tells too. */
export const doneBy = (
  { at, actor }: { at: string; actor: string },
  atColumn: string,
  byColumn?: string,
): Record<string, Expected> => ({
  [atColumn]: { near: at },
  ...(byColumn === undefined ? {} : { [byColumn]: actor }),
});
