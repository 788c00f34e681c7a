import { z, type ZodType } from 'zod';
import type { Role } from '../web/route.ts';
import { readers, rowSchema, type Scope, type Table } from './table.ts';
import { tables } from './tables/tables.ts';

export const base = '/api/v1';
export const mostRows = 1000;

/** What programs may ask for: its address, what it asks, what it answers, with which scope and role. */
export interface Resource {
  path: string;
  /** The key of its sentence in `direct-access.api`, filled with the table's words where there is one. */
  says: 'list' | 'one' | 'document' | 'search';
  table?: Table;
  scope: Scope;
  roles: readonly Role[];
  params?: ZodType;
  query: z.ZodObject;
  /** Undefined: a file. */
  answer?: ZodType;
}

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const cursor = z.string().max(500);
export const slugParams = z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/) });

/** The filters of a list: its pages always, the year and the instruction where its rows have some. */
export function listQuery(table: Table) {
  return z.strictObject({
    limite: whole(1, mostRows).default(100),
    apres: cursor.optional(),
    ...(table.year === undefined ? {} : { annee: whole(1900, 2999).optional() }),
    ...(table.slug === undefined ? {} : { instruction: z.string().max(121).optional() }),
  });
}

function listOf(table: Table): Resource {
  return {
    ...{ path: `${base}/${table.name}`, says: 'list', table, scope: table.scope, roles: table.roles },
    query: listQuery(table),
    answer: z.strictObject({
      table: z.literal(table.name),
      lignes: z.array(rowSchema(table)),
      suite: z.string().nullable(),
    }),
  };
}

export function tableNamed(name: string): Table {
  const found = tables.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table is named ${name}`);
  return found;
}

/** What is told of one instruction beside its own row, by the name of its table: all of the same scope. */
export const partsOfInstruction = [
  ...['versions-figees', 'visas', 'versions-signees', 'rectificatifs', 'abrogations', 'publications'],
] as const;

export const searchQuery = z.strictObject({
  q: z.string().trim().max(10_001),
  annee: whole(1900, 2999).optional(),
  debut: whole(0, 100_000).default(0),
});

const searchAnswer = z.strictObject({
  total: z.int(),
  /** Why nothing was looked for; null when it was. */
  refus: z.string().nullable(),
  mots_ecartes: z.array(z.string()),
  resultats: z.array(
    z.strictObject({
      titre: z.string(),
      adresse: z.string(),
      annee: z.int().nullable(),
      etat: z.string().nullable(),
      date_signature: z.iso.date().nullable(),
      rubrique: z.string(),
      page: z.int().nullable(),
      passage: z.string(),
    }),
  ),
});

/** Every resource, in one list: the routes, the OpenAPI document and their tests are made from it. */
export const resources: readonly Resource[] = [
  ...tables.map(listOf),
  {
    ...{ path: `${base}/instructions/:slug`, says: 'one', scope: 'instructions', roles: readers },
    ...{ params: slugParams, query: z.strictObject({}) },
    answer: z.strictObject({
      instruction: rowSchema(tableNamed('instructions')),
      ...Object.fromEntries(
        partsOfInstruction.map((name) => [name.replaceAll('-', '_'), z.array(rowSchema(tableNamed(name)))]),
      ),
      document: z.string().nullable(),
      page: z.string(),
    }),
  },
  {
    ...{ path: `${base}/instructions/:slug/document.pdf`, says: 'document', scope: 'instructions' },
    ...{ roles: readers, params: slugParams, query: z.strictObject({}) },
  },
  {
    ...{ path: `${base}/recherche`, says: 'search', scope: 'recherche', roles: readers },
    ...{ query: searchQuery, answer: searchAnswer },
  },
];
