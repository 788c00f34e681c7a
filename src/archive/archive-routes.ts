import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { noFields } from '../web/fields.ts';
import { page, route, type Role, type Route } from '../web/route.ts';
import { dossierModel } from './dossier-page.ts';
import { journalModel, verificationModel } from './journal-page.ts';
import { createSearchRoutes } from './search-routes.ts';
import type { Archive } from './archive.ts';

/** Who reads instructions, by their text or by their proof. The administrator keeps house and reads none. */
const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const watchers: readonly Role[] = ['auditor', 'administrator'];

const journalQuery = z.object({
  avant: z.coerce.number().int().min(1).max(1e12).optional().catch(undefined),
});
const slug = z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/) });

/** What an auditor opens: the search, the journal, an instruction's whole proof on one page. */
export function createArchiveRoutes(deps: { archive: Archive; messages: Messages }): Route[] {
  const { archive, messages } = deps;
  return [
    ...createSearchRoutes(deps),
    route({
      method: 'get',
      path: '/journal',
      access: watchers,
      query: journalQuery,
      async handle({ query, user }) {
        const readsProofs = user?.roles.some((role) => readers.includes(role)) ?? false;
        const read = await archive.journalPage({ before: query.avant });
        const model = journalModel(read, { readsProofs, messages });
        return page('archive/journal', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'post',
      path: '/journal/verification',
      access: watchers,
      body: noFields,
      async handle() {
        const model = verificationModel(await archive.verifyJournal(), messages);
        const breadcrumb = [{ label: messages('archive.journal.title'), href: '/journal' }];
        return page('archive/verification', { title: model.title, breadcrumb, model });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/dossier',
      access: readers,
      params: slug,
      async handle({ params }) {
        const story = await archive.story(params.slug);
        if (story === undefined) throw new AppError('not-found', 'no such instruction');
        const model = dossierModel(story, messages);
        const breadcrumb = [{ label: story.instruction.title, href: `/instructions/${params.slug}` }];
        return page('archive/dossier', { title: model.title, breadcrumb, model });
      },
    }),
  ];
}
