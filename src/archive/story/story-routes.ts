import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import { demandWithin } from '../../kernel/perimeter.ts';
import { page, route, type CurrentUser, type Role, type Route } from '../../web/route.ts';
import type { Archive, Story } from '../archive.ts';
import { dossierModel, dossierPage } from '../dossier-page.ts';
import { journalLineModel } from '../journal-line-page.ts';
import { tableModel } from './tables-page.ts';

/** Who reads instructions, by their text or by their proof. The administrator keeps house and reads none. */
const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const watchers: readonly Role[] = ['auditor', 'administrator'];

const slug = z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/) });
const number = z.coerce.number<string>().int().min(1).max(1e9);
// A wrong filter in an address asks for nothing; it is not worth an error page.
const asked = z.object({
  quoi: z.string().max(20).catch('').default(''),
  detail: z.enum(['', 'oui']).catch('').default(''),
  page: z.coerce.number().int().min(1).max(1e6).catch(1).default(1),
});

/** An instruction's whole story, each table of its credits, and each line of the journal at an address of its own. */
export function createStoryRoutes(deps: { archive: Archive; messages: Messages }): Route[] {
  const { archive, messages } = deps;

  async function storyOf(wanted: string): Promise<Story> {
    const story = await archive.story(wanted);
    if (story === undefined) throw new AppError('not-found', 'no such instruction');
    return story;
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/dossier',
      access: readers,
      params: slug,
      query: asked,
      async handle({ params, query, user }) {
        const story = await storyOf(params.slug);
        const told = { messages, asked: query, readsComments: readsComments(user) };
        const model = dossierModel(story, told);
        return page(
          'archive/dossier',
          await dossierPage({ archive, messages }, story.instruction, model, { section: model.title }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/dossier/credits/:number',
      access: readers,
      params: slug.extend({ number }),
      async handle({ params }) {
        const story = await storyOf(params.slug);
        const table = tableModel(messages, story, params.number);
        if (table === undefined) throw new AppError('not-found', 'no such table of credits');
        const under = {
          label: messages('archive.dossier.title'),
          href: `/instructions/${params.slug}/dossier`,
        };
        const about = { section: table.title, under };
        return page(
          'archive/dossier-credits',
          await dossierPage({ archive, messages }, story.instruction, table, about),
        );
      },
    }),
    route({
      method: 'get',
      path: '/journal/:line',
      access: [...readers, 'administrator'],
      params: z.object({ line: number }),
      async handle({ params, user }) {
        const found = await archive.journalLine(params.line);
        if (found === undefined) throw new AppError('not-found', 'no such line');
        const watches = watchers.some((role) => user?.roles.includes(role));
        // Accounts and directory are not everybody's to read; what happens to a text is.
        if (!watches && found.instruction === undefined)
          throw new AppError('forbidden', 'a line about no instruction', {
            messageKey: 'story.line.not-yours',
          });
        demandWithin(user?.perimeter, found.instruction?.year ?? 'none');
        const model = journalLineModel(found, messages);
        const breadcrumb = watches ? [{ label: messages('archive.journal.title'), href: '/journal' }] : [];
        return page('archive/journal-line', { title: model.title, breadcrumb, model });
      },
    }),
  ];
}

/** Working comments are not the auditors' to read, whatever else they may be. */
function readsComments(user: CurrentUser | undefined): boolean {
  return user?.roles.some((role) => role !== 'auditor' && role !== 'administrator') ?? false;
}
