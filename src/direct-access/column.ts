import { z, type ZodType } from 'zod';

export type ColumnType =
  'text' | 'code' | 'day' | 'instant' | 'integer' | 'cents' | 'bytes' | 'flag' | 'hash';

/** One column that is told: where it comes from, what it is made of. Its meaning, in French, is in `data.yaml`. */
export interface Column {
  type: ColumnType;
  /** What the query selects: a column of one of the tables that are read (`i.title`). */
  from: string;
  nullable: boolean;
  /** It tells of a person. */
  personal: boolean;
  /** The key of its meaning in `data.column`, when its name alone does not tell it from others. */
  says?: string;
}

type Options = Partial<Pick<Column, 'nullable' | 'personal' | 'says'>>;

const of =
  (type: ColumnType) =>
  (from: string, { nullable = false, personal = false, ...says }: Options = {}): Column => ({
    ...{ type, from, nullable, personal, ...says },
  });

export const text = of('text');
/** A word of a short list, as the code keeps it; the dictionary tells what each means. */
export const code = of('code');
/** `YYYY-MM-DD`, in Paris. */
export const day = of('day');
/** ISO 8601, UTC. */
export const instant = of('instant');
export const integer = of('integer');
/** Cents of an euro. */
export const cents = of('cents');
export const bytes = of('bytes');
export const flag = of('flag');
/** SHA-256, in hexadecimal. */
export const hash = of('hash');

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

const schemas: Record<ColumnType, () => ZodType> = {
  text: () => z.string(),
  code: () => z.string(),
  day: () => z.iso.date(),
  instant: () => z.iso.datetime(),
  integer: () => z.int(),
  cents: () => z.int(),
  bytes: () => z.int(),
  flag: () => z.boolean(),
  hash: () => z.string().regex(/^[0-9a-f]{64}$/),
};

/** What a value of this column is, as JSON. */
export function schemaOf({ type, nullable }: Column): ZodType {
  const schema = schemas[type]();
  return nullable ? schema.nullable() : schema;
}

/** What an engine gives, as it is told: SQLite has no booleans, PostgreSQL gives large integers as text. */
export function cellOf({ type }: Column, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'flag') return Number(value) === 1;
  if (type === 'integer' || type === 'cents' || type === 'bytes') return Number(value);
  return String(value);
}
