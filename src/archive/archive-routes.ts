import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { page, route, type Role, type Route } from '../web/route.ts';
import { journalModel } from './journal-page.ts';
import { createAcrossRoutes } from './across/across-routes.ts';
import { createComparingRoutes } from './comparing/comparing-routes.ts';
import { createControlRoutes } from './control-routes.ts';
import { createSearchRoutes } from './search-routes.ts';
import { createStoryRoutes } from './story/story-routes.ts';
import type { Archive } from './archive.ts';

/** Who reads instructions, by their text or by their proof. The administrator keeps house and reads none. */
const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const watchers: readonly Role[] = ['auditor', 'administrator'];

const journalQuery = z.object({
  avant: z.coerce.number().int().min(1).max(1e12).optional().catch(undefined),
});

/** What an auditor opens: the search, the journal, an instruction's whole proof on one page. */
export function createArchiveRoutes(deps: {
  archive: Archive;
  clock: Clock;
  messages: Messages;
  /** The site's own address. */
  publicUrl(): string;
}): Route[] {
  const { archive, messages } = deps;
  return [
    ...createControlRoutes(deps),
    ...createSearchRoutes(deps),
    route({
      method: 'get',
      path: '/journal',
      access: watchers,
      query: journalQuery,
      async handle({ query, user }) {
        const readsProofs = user?.roles.some((role) => readers.includes(role)) ?? false;
        const read = await archive.journalPage({ before: query.avant });
        const model = journalModel(read, { readsProofs, perimeter: user?.perimeter, messages });
        return page('archive/journal', { title: model.title, breadcrumb: [], model });
      },
    }),
    ...createStoryRoutes(deps),
    ...createComparingRoutes(deps),
    ...createAcrossRoutes(deps),
  ];
}
