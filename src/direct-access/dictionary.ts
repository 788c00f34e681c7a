import type { Messages } from '../kernel/messages.ts';
import type { Column } from './column.ts';
import { leftOutTables } from './left-out.ts';
import type { Table } from './table.ts';

/** One column in French: what it is, in which unit, where it comes from, what an empty cell means. */
export interface ColumnEntry {
  name: string;
  type: string;
  unit: string;
  meaning: string;
  source: string;
  personal: boolean;
  whenEmpty: string;
}

export interface TableEntry {
  name: string;
  title: string;
  meaning: string;
  columns: ColumnEntry[];
}

/** `i.title` as `instructions.title`: the table of the database and its column. */
export function sourceOf({ from, joins }: Pick<Table, 'from' | 'joins'>, { from: told }: Column): string {
  const [alias = '', column = ''] = told.split('.');
  const named = [from, ...joins.map(([joined]) => joined.replace('?', ''))].map((each) => each.split(' as '));
  const table = named.find(([, short]) => short === alias)?.[0] ?? alias;
  return `${table}.${column}`;
}

/** The dictionary of the tables that are given. */
export function dictionaryOf(tables: readonly Table[], messages: Messages): TableEntry[] {
  return tables.map((table) => ({
    name: table.name,
    title: messages(`data.table.${table.name}.title`),
    meaning: messages(`data.table.${table.name}.meaning`),
    columns: Object.entries(table.columns).map(([name, column]) => ({
      name,
      type: messages(`data.type.${column.type}`),
      unit: column.type === 'cents' || column.type === 'bytes' ? messages(`data.unit.${column.type}`) : '',
      meaning: messages(`data.column.${column.says ?? name}`),
      source: sourceOf(table, column),
      personal: column.personal,
      whenEmpty: column.nullable ? messages(`data.null.${name}`) : '',
    })),
  }));
}

/** The tables of the database that are not told, each with the reason. */
export function leftOutEntries(messages: Messages): { reason: string; names: string[] }[] {
  const byReason = Map.groupBy(leftOutTables, ([, reason]) => reason);
  return [...byReason].map(([reason, tables]) => ({
    reason: messages(`data.left-out.${reason}`),
    names: tables.map(([name]) => name).toSorted(),
  }));
}

const frictionlessTypes: Record<Column['type'], { type: string; format?: string }> = {
  text: { type: 'string' },
  code: { type: 'string' },
  day: { type: 'date' },
  instant: { type: 'datetime' },
  integer: { type: 'integer' },
  cents: { type: 'integer' },
  bytes: { type: 'integer' },
  flag: { type: 'boolean' },
  hash: { type: 'string' },
};

/** A Table Schema (Frictionless), as those of schema.data.gouv.fr are written. */
export function tableSchemaOf(table: Table, messages: Messages) {
  const [entry] = dictionaryOf([table], messages);
  return {
    name: table.name,
    title: entry?.title ?? '',
    description: entry?.meaning ?? '',
    fields: Object.entries(table.columns).map(([name, column], index) => ({
      name,
      ...frictionlessTypes[column.type],
      description: entry?.columns[index]?.meaning ?? '',
      constraints: {
        required: !column.nullable,
        ...(column.type === 'hash' ? { pattern: '[0-9a-f]{64}' } : {}),
      },
    })),
    missingValues: [''],
  };
}
