import { z } from 'zod';
import type { Role } from '../web/route.ts';
import { schemaOf, type Column } from './column.ts';

/** The families of resources that a token may be limited to. */
export const scopes = [
  'instructions',
  'diffusion',
  'credits',
  'reponses',
  'referentiel',
  'recherche',
  'journal',
] as const;
export type Scope = (typeof scopes)[number];

/** Who reads instructions; who keeps house reads the journal and the directory too. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

/**
 * A table that is told: to the API as JSON, as a CSV file, and in the dictionary, all three from here. Names of
 * tables and columns are French, for those who read them.
 */
export interface Table {
  name: string;
  scope: Scope;
  roles: readonly Role[];
  /** The page that tells the same: whoever may open one may read the other, which a test holds. */
  like: string;
  /** The table that is read, and its alias: `instructions as i`. */
  from: string;
  /** Tables that complete it: `[table as alias, one column, its like]`; `?` before: none may be there. */
  joins: readonly (readonly [table: string, one: string, other: string])[];
  /** What orders the rows and tells them apart: one or several columns, from the widest. */
  key: readonly string[];
  /** The year that a perimeter bounds; undefined: of no year, which every reader sees. */
  year: string | undefined;
  /** Rows of no year: shown to every reader, or outside of any bound. */
  ofNoYear: 'shown' | 'outside';
  /** The address of the instruction that a row is about. */
  slug: string | undefined;
  columns: Readonly<Record<string, Column>>;
  /** Columns of `from` that are not told, and why: a key of `data.left-out`. */
  leftOut: Readonly<Record<string, string>>;
  /** A condition in plain SQL that both engines read. */
  where?: string;
}

const defaults = {
  ofNoYear: 'outside' as const,
  roles: readers,
  joins: [],
  leftOut: {},
  year: undefined,
  slug: undefined,
};

export function table(
  declared: Pick<Table, 'name' | 'scope' | 'like' | 'from' | 'key' | 'columns'> & Partial<Table>,
): Table {
  return { ...defaults, ...declared };
}

/** The join to the instruction that a row is about, with its year and address. */
export const ofInstruction = (one: string) => ({
  joins: [['instructions as i', 'i.id', one]] as const,
  year: 'i.year',
  slug: 'i.slug',
});

/** A row of the table, as JSON. */
export function rowSchema({ columns }: Table) {
  return z.strictObject(
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, schemaOf(column)])),
  );
}
