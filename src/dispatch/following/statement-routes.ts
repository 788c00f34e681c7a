import { AppError } from '../../kernel/errors.ts';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { file, route, type Route } from '../../web/route.ts';
import { addressOf, findOpened, readers, type DispatchRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import type { Statements } from './statements.ts';

/** What the campaign's page says of the sealed statement; nothing while the campaign is not closed. */
export function statementModel(
  messages: Messages,
  slug: string,
  found: Awaited<ReturnType<Statements['find']>>,
) {
  if (found === undefined) return {};
  if (found.file === undefined) return { statement: { text: messages('dispatch.statement.being-made') } };
  const { sha256, level, sealedAt } = found.file;
  return {
    statement: {
      text: messages('dispatch.statement.made', { at: formatLongInstant(sealedAt), level }),
      file: { href: addressOf(slug, '/bordereau.pdf'), sha256 },
    },
  };
}

export function createStatementRoutes(deps: DispatchRoutesDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/bordereau.pdf',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const { campaign } = await findOpened(deps, params.slug);
        const bytes = await deps.statements.pdf(campaign.id);
        if (bytes === undefined) {
          throw new AppError('not-found', 'no sealed statement', { messageKey: 'dispatch.statement.none' });
        }
        return file(bytes, { type: 'application/pdf', name: `bordereau-${params.slug}.pdf` });
      },
    }),
  ];
}
