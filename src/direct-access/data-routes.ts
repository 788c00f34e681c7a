import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { download, file, json, page, route, type CurrentUser, type Role, type Route } from '../web/route.ts';
import { csvOf, dictionaryCsv } from './csv.ts';
import { dictionaryOf, leftOutEntries, tableSchemaOf } from './dictionary.ts';
import type { DirectAccess } from './direct-access.ts';
import { base, resources } from './resources.ts';
import { readers, scopes, type Table } from './table.ts';
import { tables } from './tables/tables.ts';

const staff: readonly Role[] = [...readers, 'administrator'];
const tableParams = z.object({ table: z.string().regex(/^[a-z-]{1,60}$/) });

/** « Comprendre les données »: the dictionary, each table as a file, and the direct access explained. */
export function createDataRoutes(deps: {
  access: DirectAccess;
  messages: Messages;
  publicUrl(): string;
}): Route[] {
  const { access, messages } = deps;
  const title = messages('data.title');

  function tableOf(name: string, user: CurrentUser | undefined): Table {
    const found = tables.find((table) => table.name === name);
    if (found === undefined) throw new AppError('not-found', 'no such table');
    if (!mayRead(found, user)) throw new AppError('forbidden', 'the role does not read this table');
    return found;
  }
  const readableBy = (user: CurrentUser | undefined) => tables.filter((table) => mayRead(table, user));

  return [
    route({
      method: 'get',
      path: '/donnees',
      access: staff,
      async handle({ user }) {
        const readable = readableBy(user);
        const model = {
          title,
          tables: dictionaryOf(readable, messages).map((entry) => ({
            ...entry,
            csv: `/donnees/${entry.name}.csv`,
            schema: `/donnees/${entry.name}.schema.json`,
            count: entry.columns.length,
          })),
          others: tables.length - readable.length,
          leftOut: leftOutEntries(messages),
        };
        return page('direct-access/data', { title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/donnees/dictionnaire.csv',
      access: staff,
      async handle({ user }) {
        const csv = Buffer.from(dictionaryCsv(readableBy(user), messages));
        return file(csv, { type: 'text/csv; charset=utf-8', name: 'dictionnaire.csv' });
      },
    }),
    route({
      method: 'get',
      path: '/donnees/dictionnaire.json',
      access: staff,
      handle: async ({ user }) => json({ tables: dictionaryOf(readableBy(user), messages) }),
    }),
    route({
      method: 'get',
      path: '/donnees/api',
      access: 'public',
      async handle() {
        const model = {
          title: messages('direct-access.api.page-title'),
          base: `${deps.publicUrl().replace(/\/$/, '')}${base}`,
          resources: resources.map(({ path, says, table, scope }) => ({
            ...{ path, scope },
            words:
              table === undefined
                ? messages(`direct-access.api.${says}`)
                : messages(`data.table.${table.name}.meaning`),
          })),
          scopes: scopes.map((name) => ({ name, label: messages(`direct-access.scope.${name}`) })),
          problems: problems.map((name) => ({
            name,
            title: messages(`direct-access.problem-title.${name}`),
            status: statusOf[name] ?? '403',
          })),
        };
        return page('direct-access/api', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/donnees/:table.schema.json',
      access: staff,
      params: tableParams,
      handle: async ({ params, user }) => json(tableSchemaOf(tableOf(params.table, user), messages)),
    }),
    route({
      method: 'get',
      path: '/donnees/:table.csv',
      access: staff,
      params: tableParams,
      async handle({ params, user }) {
        const table = tableOf(params.table, user);
        const rows = access.rows(table, user?.perimeter);
        return download(csvOf(table, rows), { type: 'text/csv; charset=utf-8', name: `${table.name}.csv` });
      },
    }),
  ];
}

function mayRead({ roles }: Table, user: CurrentUser | undefined): boolean {
  return user?.roles.some((role) => roles.includes(role)) ?? false;
}

const statusOf: Record<string, string> = {
  ...{ missing: '401', malformed: '401', unknown: '401', expired: '401', revoked: '401' },
  ...{ 'not-found': '404', 'method-not-allowed': '405', invalid: '422', 'rate-limited': '429' },
};
const problems = [
  ...['missing', 'malformed', 'unknown', 'expired', 'revoked', 'shut', 'scope', 'role'],
  ...['outside-perimeter', 'not-found', 'method-not-allowed', 'invalid', 'rate-limited'],
] as const;
