import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { file, page, route, type Role, type Route } from '../web/route.ts';
import { circularModel, type CircularPageDeps } from './circular-page.ts';
import { listModel } from './list-page.ts';
import { createKeepingRoutes, keepers, slugParams } from './keeping-routes.ts';
import type { PastCircular } from './past-circulars.ts';
import { address } from './words-page.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

// A wrong filter in an address asks for nothing; it is not worth an error page.
const filter = (most: number) => z.string().trim().max(most).catch('').default('');
const filters = z.object({ annee: filter(8), lecture: filter(12), titre: filter(200) });
const fromPage = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1) });

/** Circulars from before Estafette: their list, each one, its file; those who keep them add and correct. */
export function createPastCircularsRoutes(deps: CircularPageDeps): Route[] {
  const { pastCirculars, messages } = deps;

  async function findOrThrow(slug: string): Promise<PastCircular> {
    const found = await pastCirculars.find(slug);
    if (found === undefined) throw new AppError('not-found', 'no such past circular');
    return found;
  }

  const home = { label: messages('past-circulars.title'), href: address };

  return [
    // Before the circulars': « ajouter » is no address of theirs, which begin with a year.
    ...createKeepingRoutes({ pastCirculars, messages }),
    route({
      method: 'get',
      path: address,
      access: readers,
      query: filters,
      async handle({ query, user }) {
        const mayAdd = keepers.some((role) => user?.roles.includes(role));
        const options = { messages, mayAdd, perimeter: user?.perimeter };
        const model = listModel(await pastCirculars.list(), query, options);
        return page('past-circulars/list', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: `${address}/:slug`,
      access: readers,
      params: slugParams,
      query: fromPage,
      async handle({ params, query, user }) {
        const circular = await findOrThrow(params.slug);
        const mayCorrect = keepers.some((role) => user?.roles.includes(role));
        const mayPublish = user?.roles.includes('dispatcher') ?? false;
        const asked = { from: query.page, mayCorrect, mayPublish };
        const model = await circularModel(deps, circular, asked);
        return page('past-circulars/circular', { title: model.title, breadcrumb: [home], model });
      },
    }),
    route({
      method: 'get',
      path: `${address}/:slug/original.pdf`,
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const circular = await findOrThrow(params.slug);
        const bytes = await pastCirculars.bytesOf(circular);
        if (bytes === undefined) throw new AppError('not-found', 'the file is not there');
        return file(bytes, { type: 'application/pdf', name: `${circular.slug}.pdf`, inline: true });
      },
    }),
  ];
}
