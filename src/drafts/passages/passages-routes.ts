import { z } from 'zod';
import { formatLongInstant } from '../../kernel/french-format.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { excerptOf } from '../checks/excerpt.ts';
import { faultOfEdit } from '../instruction.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from '../page-frame.ts';
import { partsOf } from '../parts.ts';
import { slugParams } from '../route-params.ts';
import { contextOf } from './anchor.ts';
import { leftToReview } from './passages.ts';
import type { ToReview } from './to-review-store.ts';

const reviewing = z.object({
  action: z.enum(['relu', 'reprendre'], 'form.invalid'),
  passages: z.record(z.uuid(), z.literal('yes')).default({}),
});

/** The passages « à revoir » of a text, by part: each is confirmed there, or several at once. */
export function createPassagesRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function reviewPage(user: Parameters<typeof actorOf>[0], slug: string, status = 200): Promise<Reply> {
    const found = await findOrThrow(instructions, slug);
    const { instruction, template } = await instructions.draftOf(found.id);
    const passages = await instructions.listToReview(instruction.id);
    const left = new Set(leftToReview(passages).map(({ id }) => id));
    const names = await deps.namesOf(passages.flatMap(({ confirmedBy }) => confirmedBy ?? []));
    const lineOf = (passage: ToReview) => {
      const { id, part, from, firstQuote, quote, gone, why, confirmedAt, confirmedBy } = passage;
      const [, form, key] = /^(fields|sections)\[(.+)\]$/.exec(part ?? '') ?? [];
      const hash =
        form === 'fields' ? `#champ-${part}` : from === null ? `#rubrique-${key}` : `#passage-${id}`;
      return {
        ...{ id, gone, why: messages(`passages.why.${why}`) },
        quote: excerptOf(gone ? firstQuote : quote),
        ...contextOf(passage),
        href: addressOf(slug, `/texte${hash}`),
        isLeft: left.has(id),
        isConfirmed: confirmedAt !== null,
        ...(confirmedAt !== null && {
          confirmed: messages('passages.confirmed-by', {
            name: names.get(confirmedBy ?? '') ?? messages('journal.erased'),
            at: formatLongInstant(confirmedAt),
          }),
        }),
      };
    };
    const model = {
      frame: await frameOf(deps, instruction, 'text'),
      slug,
      left: left.size,
      total: passages.length,
      mayConfirm: faultOfEdit(actorOf(user), instruction) === undefined,
      parts: partsOf(template)
        .map(({ name, key, label }) => ({
          ...{ key: `${name.startsWith('fields') ? 'champ' : 'rubrique'}-${key}`, label },
          passages: passages.filter(({ part }) => part === name).map(lineOf),
        }))
        .filter((part) => part.passages.length > 0)
        .map((part) => ({
          ...part,
          isLeft: part.passages.some(({ isLeft }) => isLeft),
          isConfirmed: part.passages.some(({ isConfirmed }) => isConfirmed),
        })),
    };
    return page(
      'drafts/passages',
      await pageOf(deps, instruction, model, { section: messages('passages.title') }),
      status,
    );
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/a-revoir',
      access: readers,
      params: slugParams,
      handle: ({ params, user }) => reviewPage(user, params.slug),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/a-revoir',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: reviewing,
      async handle({ params: { slug }, form, user }) {
        if (!form.ok) return reviewPage(user, slug, 422);
        const { id } = await findOrThrow(instructions, slug);
        const { action, passages } = form.value;
        const act = action === 'relu' ? instructions.confirmPassages : instructions.reopenPassages;
        const count = await act(actorOf(user), id, Object.keys(passages));
        const done = action === 'relu' ? 'confirmed' : 'reopened';
        const key = count === 0 ? 'none-chosen' : `${done}-${count === 1 ? 'one' : 'many'}`;
        return redirect(addressOf(slug, '/a-revoir'), messages(`passages.${key}`, { count }));
      },
    }),
  ];
}
