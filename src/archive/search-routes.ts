import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { file, page, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import type { Archive, Reader } from './archive.ts';
import { createSavedSearchRoutes } from './saved-search-routes.ts';
import { addressOf, askedSchema, queryOf, type Asked } from './search-asked.ts';
import { mostExported, resultsCsv, resultsJson } from './search-export.ts';
import { searchModel } from './search-page.ts';
import { actReaders } from './search/acts.ts';

/** What somebody may find: by their roles, within their perimeter. */
const readerOf = (user: CurrentUser | undefined): Reader => ({
  roles: user?.roles ?? [],
  perimeter: user?.perimeter,
});

/** The search, its results as files, and the searches that people keep. */
export function createSearchRoutes(deps: {
  archive: Archive;
  clock: Clock;
  messages: Messages;
  /** The site's own address: in a file, a link is whole. */
  publicUrl(): string;
}): Route[] {
  const { archive, clock, messages } = deps;
  const publicUrl = () => deps.publicUrl().replace(/\/$/, '');

  /** Every result of what is asked, up to the most that a file holds, from the first. */
  async function allOf(asked: Asked, reader: Reader) {
    const facets = await archive.facets(reader);
    const answer = await archive.search(
      { ...queryOf(asked, facets.territories), most: mostExported },
      reader,
    );
    return { facets, answer };
  }

  return [
    route({
      method: 'get',
      path: '/recherche',
      access: actReaders,
      query: askedSchema,
      async handle({ query, user }) {
        const model = await searchModel(archive, query, {
          ...{ reader: readerOf(user), messages, today: parisDayOf(clock.now()) },
          saved: await archive.saved.list(user?.id ?? ''),
        });
        return page('archive/search', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/recherche/resultats.csv',
      access: actReaders,
      query: askedSchema,
      async handle({ query, user }): Promise<Reply> {
        const { facets, answer } = await allOf(query, readerOf(user));
        const names = {
          frames: new Map(facets.frames.map(({ key, label }) => [key, label])),
          kinds: new Map(facets.kinds.map(({ name, title }) => [name, title])),
        };
        const text = resultsCsv(answer, names, { publicUrl: publicUrl(), messages });
        return file(Buffer.from(text), { type: 'text/csv; charset=utf-8', name: 'recherche.csv' });
      },
    }),
    route({
      method: 'get',
      path: '/recherche/resultats.json',
      access: actReaders,
      query: askedSchema,
      async handle({ query, user }): Promise<Reply> {
        const { answer } = await allOf(query, readerOf(user));
        const asked = { query: addressOf(query, { page: 1 }), at: instantOf(clock), publicUrl: publicUrl() };
        const text = `${JSON.stringify(resultsJson(answer, asked), null, 2)}\n`;
        return file(Buffer.from(text), { type: 'application/json', name: 'recherche.json' });
      },
    }),
    ...createSavedSearchRoutes(deps),
  ];
}
