import { z } from 'zod';
import type { Messages } from '../kernel/messages.ts';
import { page, route, type CurrentUser, type Role, type Route } from '../web/route.ts';
import type { Archive, Reader } from './archive.ts';
import { searchModel } from './search-page.ts';
import { actReaders } from './search/acts.ts';
import { longestQuestion } from './search/question.ts';

const readers: readonly Role[] = actReaders;

// A wrong filter in an address asks for nothing; it is not worth an error page.
const filter = (longest: number) => z.string().trim().max(longest).catch('').default('');
const searchQuery = z.object({
  // What is too long for a question is shown back, and refused in words.
  mots: z
    .string()
    .trim()
    .transform((typed) => typed.slice(0, longestQuestion + 1))
    .catch('')
    .default(''),
  annee: filter(4),
  etat: filter(20),
  nature: filter(80),
  signataire: filter(200),
  au: z.iso.date().catch('').default(''),
  tri: z.enum(['pertinence', 'date']).catch('pertinence').default('pertinence'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});

/** What somebody may find: by their roles, within their perimeter. */
const readerOf = (user: CurrentUser | undefined): Reader => ({
  roles: user?.roles ?? [],
  perimeter: user?.perimeter,
});

/** The search's page. */
export function createSearchRoutes(deps: { archive: Archive; messages: Messages }): Route[] {
  const { archive, messages } = deps;
  return [
    route({
      method: 'get',
      path: '/recherche',
      access: readers,
      query: searchQuery,
      async handle({ query, user }) {
        const model = await searchModel(archive, query, { reader: readerOf(user), messages });
        return page('archive/search', { title: model.title, breadcrumb: [], model });
      },
    }),
  ];
}
