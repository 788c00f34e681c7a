import { z } from 'zod';
import { writeCsv } from '../kernel/csv-file.ts';
import { formatShortInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { file, page, route, type Reply, type Role, type Route } from '../web/route.ts';
import { keptMonths, type ReadingFilter, type Readings } from './readings.ts';

/** Who reads what auditors opened: nobody who may grant themselves anything, nor who is read. */
const officers: readonly Role[] = ['security'];
const onPage = 100;
const mostExported = 50_000;

const query = z.object({
  personne: z.string().trim().max(80).catch('').default(''),
  du: z.iso.date().catch('').default(''),
  au: z.iso.date().catch('').default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
type Asked = z.infer<typeof query>;

/** Notes what an auditor opens through any of these routes: after the handler, by its address alone. */
export function notingReadings(routes: readonly Route[], readings: Pick<Readings, 'note'>): Route[] {
  return routes.map((each) => {
    if (each.method !== 'get') return each;
    return {
      ...each,
      async handle(request) {
        const reply = await each.handle(request);
        const user = request.user ?? request.bearer?.user;
        if (user?.roles.includes('auditor') === true && isOpened(reply))
          readings.note(user.id, pathOf(each.path, request.params));
        return reply;
      },
    };
  });
}

function isOpened(reply: Reply): boolean {
  if (reply.kind === 'page' || reply.kind === 'json') return reply.status === 200;
  return reply.kind !== 'redirect' && reply.kind !== 'session';
}

function pathOf(pattern: string, params: unknown): string {
  const given = (params ?? {}) as Record<string, unknown>;
  return pattern.replace(/:(\w+)/g, (whole, name: string) => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
}

/** What auditors opened, for the security officer alone. */
export function createReadingsRoutes(deps: {
  readings: Pick<Readings, 'list' | 'listReaders'>;
  messages: Messages;
  namesOf(ids: string[]): Promise<Map<string, string>>;
}): Route[] {
  const { readings, messages, namesOf } = deps;
  const nameOf = (names: Map<string, string>, id: string) => names.get(id) ?? messages('journal.erased');

  return [
    route({
      method: 'get',
      path: '/consultations',
      access: officers,
      query,
      async handle({ query: asked }) {
        const readers = await readings.listReaders();
        const names = await namesOf(readers);
        const offset = (asked.page - 1) * onPage;
        const found = await readings.list(filterOf(asked), { limit: onPage, offset });
        const model = {
          title: messages('readings.title'),
          total: found.total,
          keptMonths,
          from: asked.du,
          until: asked.au,
          people: [
            { value: '', label: messages('readings.everyone'), selected: asked.personne === '' },
            ...readers.map((id) => ({
              ...{ value: id, label: nameOf(names, id), selected: id === asked.personne },
            })),
          ],
          readings: found.readings.map(({ userId, openedAt, path }) => ({
            ...{ at: openedAt, who: nameOf(names, userId), path },
          })),
          csv: `/consultations/consultations.csv?${addressOf(asked)}`,
          ...(asked.page > 1
            ? { newer: `/consultations?${addressOf({ ...asked, page: asked.page - 1 })}` }
            : {}),
          ...(offset + onPage < found.total
            ? { older: `/consultations?${addressOf({ ...asked, page: asked.page + 1 })}` }
            : {}),
        };
        return page('readings/list', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/consultations/consultations.csv',
      access: officers,
      query,
      async handle({ query: asked }) {
        const found = await readings.list(filterOf(asked), { limit: mostExported });
        const names = await namesOf([...new Set(found.readings.map(({ userId }) => userId))]);
        const columns = ['at', 'who', 'path'].map((name) => messages(`readings.column.${name}`));
        const rows = found.readings.map(({ userId, openedAt, path }) => [
          ...[formatShortInstant(openedAt), nameOf(names, userId), path],
        ]);
        return file(Buffer.from(writeCsv([columns, ...rows])), {
          ...{ type: 'text/csv; charset=utf-8', name: 'consultations.csv' },
        });
      },
    }),
  ];
}

/** Days are those of Paris; an hour too many at each end loses nothing. */
function filterOf({ personne, du, au }: Asked): ReadingFilter {
  return {
    userId: personne === '' ? undefined : personne,
    from: du === '' ? undefined : new Date(`${du}T00:00:00+02:00`).toISOString(),
    until: au === '' ? undefined : new Date(`${au}T23:59:59.999+01:00`).toISOString(),
  };
}

function addressOf(asked: Asked): string {
  const { page: number, ...rest } = asked;
  const given = Object.entries({ ...rest, page: number > 1 ? String(number) : '' });
  return new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
}
