import { z } from 'zod';
import { formatHour } from '../../kernel/french-format.ts';
import { file, json, page, route, type CurrentUser, type Route } from '../../web/route.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';

/** Of a preview's key, what names its file. */
const keyLength = 12;

/** Pages beyond which an instruction is said to be long. */
const fewPages = 5;

/** The PDF as it would be printed now: as a page, as a panel beside the text, as the file itself. */
export function createPreviewRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages, clock } = deps;

  async function previewOf(slug: string, user: CurrentUser | undefined, key?: string) {
    const { id } = await findOrThrow(instructions, slug);
    return instructions.previewFor(actorOf(user), id, key);
  }

  const lengthOf = (pages: number) => {
    const key = pages === 1 ? 'one-page' : pages > fewPages ? 'many-pages' : 'pages';
    return messages(`writing.preview.${key}`, { pages, most: fewPages });
  };

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/apercu',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const title = messages('writing.preview.title');
        const frame = await frameOf(deps, instruction, 'text');
        const pages = instructions.pagesOf(instruction.id);
        const model = {
          ...{ frame, title, slug: params.slug },
          ...(pages === undefined ? {} : { length: lengthOf(pages) }),
        };
        const shown = await pageOf(deps, instruction, model, { section: title });
        return page('drafts/preview', { ...shown, scripts: ['preview'], onDemand: ['pdf-worker'] });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/apercu.json',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const preview = await previewOf(params.slug, user);
        const key = preview.isWorkingCopy ? 'of-copy' : 'of-saved';
        const made = messages(`writing.preview.${key}`, { hour: formatHour(clock.now()) });
        return json({
          key: preview.key,
          length: lengthOf(preview.pages),
          made,
          file: `${addressOf(params.slug, '/apercu.pdf')}?de=${preview.key.slice(0, keyLength)}`,
        });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/apercu.pdf',
      access: readers,
      params: slugParams,
      query: z.object({ de: z.string().length(keyLength).optional().catch(undefined) }),
      async handle({ params, query, user }) {
        const { pdf } = await previewOf(params.slug, user, query.de);
        return file(pdf, {
          type: 'application/pdf',
          name: `${params.slug}-projet.pdf`,
          inline: true,
        });
      },
    }),
  ];
}
