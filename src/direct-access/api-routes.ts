import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { demandWithin } from '../kernel/perimeter.ts';
import { file, json, route, type Bearer, type Reply, type Route, type RouteRequest } from '../web/route.ts';
import { cursorOf, readCursor } from './cursor.ts';
import type { DirectAccess } from './direct-access.ts';
import { openApiDocument } from './openapi.ts';
import type { ActsPort, SearchPort } from './ports.ts';
import { base, listQuery, partsOfInstruction, resources, tableNamed, type Resource } from './resources.ts';
import { searchQuery } from './resources.ts';
import { answerOf } from './search-answer.ts';
import type { Table } from './table.ts';

export interface ApiDeps {
  access: DirectAccess;
  acts: ActsPort;
  search: SearchPort;
  messages: Messages;
  publicUrl(): string;
}

type Asking = RouteRequest<Record<string, string>, Record<string, unknown>, unknown>;

/** What programs read: one route a resource, with its scope, its role and its perimeter looked at in one place. */
export function createApiRoutes(deps: ApiDeps): Route[] {
  const { access, acts, messages } = deps;
  const absolute = (path: string) => `${deps.publicUrl().replace(/\/$/, '')}${path}`;

  async function list(table: Table, { query }: Asking, { user }: Bearer): Promise<Reply> {
    const asked = query as z.infer<ReturnType<typeof listQuery>> & { annee?: number; instruction?: string };
    const after = asked.apres === undefined ? undefined : readCursor(asked.apres, table.key.length);
    if (asked.apres !== undefined && after === undefined) throw new AppError('invalid', 'no such cursor');
    if (asked.instruction !== undefined) await demandAct(asked.instruction, user);
    const { annee: year, instruction: slug, limite: limit } = asked;
    const { rows, next } = await access.page(table, { perimeter: user.perimeter, year, slug, after, limit });
    const following = new URLSearchParams({
      ...Object.fromEntries(
        Object.entries({ annee: year, instruction: slug, limite: limit }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        ),
      ),
      ...(next === undefined ? {} : { apres: cursorOf(next) }),
    });
    const suite = next === undefined ? null : absolute(`${base}/${table.name}?${following.toString()}`);
    return json({ table: table.name, lignes: rows, suite });
  }

  /** The act of this address, within the perimeter of who asks. Throws `not-found`, `forbidden`. */
  async function demandAct(slug: string, { perimeter }: Bearer['user']) {
    const act = await acts.findBySlug(slug);
    if (act === undefined) throw new AppError('not-found', 'no such instruction');
    demandWithin(perimeter, act.year);
    return act;
  }

  async function one({ params }: Asking, { user }: Bearer): Promise<Reply> {
    const slug = params['slug'] ?? '';
    const act = await demandAct(slug, user);
    const rowsOf = async (name: string) =>
      (await access.page(tableNamed(name), { perimeter: user.perimeter, slug, limit: 1000 })).rows;
    const [instruction] = await rowsOf('instructions');
    const parts = await Promise.all(
      partsOfInstruction.map(async (name) => [name.replaceAll('-', '_'), await rowsOf(name)] as const),
    );
    const signed = await acts.signedVersion(act.id);
    return json({
      ...{ instruction, ...Object.fromEntries(parts) },
      document: signed === undefined ? null : absolute(`${base}/instructions/${slug}/document.pdf`),
      page: absolute(`/instructions/${slug}`),
    });
  }

  async function document({ params }: Asking, { user }: Bearer): Promise<Reply> {
    const slug = params['slug'] ?? '';
    const act = await demandAct(slug, user);
    const signed = await acts.signedVersion(act.id);
    if (signed === undefined) throw new AppError('not-found', 'not signed yet');
    return file(await signed.pdf(), { type: 'application/pdf', name: `${slug}.pdf` });
  }

  async function search({ query }: Asking, { user }: Bearer): Promise<Reply> {
    const { q, annee, debut } = query as z.infer<typeof searchQuery>;
    const asked = { words: q, year: annee, after: debut };
    const reader = { roles: user.roles, perimeter: user.perimeter };
    return json(answerOf(await deps.search.search(asked, reader), absolute));
  }

  const handlers: Record<
    Resource['says'],
    (resource: Resource, asking: Asking, bearer: Bearer) => Promise<Reply>
  > = {
    list: ({ table }, asking, bearer) => list(table as Table, asking, bearer),
    one: (_resource, asking, bearer) => one(asking, bearer),
    document: (_resource, asking, bearer) => document(asking, bearer),
    search: (_resource, asking, bearer) => search(asking, bearer),
  };

  return [
    route({
      method: 'get',
      path: `${base}/openapi.json`,
      access: 'public',
      query: z.strictObject({}),
      handle: async () => json(openApiDocument(messages, deps.publicUrl())),
    }),
    ...resources.map((resource) =>
      route<Record<string, string>, Record<string, unknown>>({
        method: 'get',
        path: resource.path,
        access: 'bearer',
        ...(resource.params === undefined
          ? {}
          : { params: resource.params as z.ZodType<Record<string, string>> }),
        query: resource.query as z.ZodType<Record<string, unknown>>,
        async handle(asking) {
          return handlers[resource.says](resource, asking, allowed(resource, asking.bearer));
        },
      }),
    ),
  ];
}

/** The bearer, once the token's scope and its owner's roles of that day both open the resource. */
function allowed({ scope, roles }: Resource, bearer: Bearer | undefined): Bearer {
  if (bearer === undefined) throw new AppError('sign-in-required', 'no bearer');
  if (!bearer.scopes.includes(scope))
    throw new AppError('forbidden', 'another scope', {
      ...{ messageKey: 'direct-access.problem.scope', params: { scope } },
    });
  if (!bearer.user.roles.some((role) => roles.includes(role)))
    throw new AppError('forbidden', 'no such role', { messageKey: 'direct-access.problem.role' });
  return bearer;
}
