import { z } from 'zod';
import { withinPerimeter } from '../../kernel/perimeter.ts';
import { json, route, type Route } from '../../web/route.ts';
import { addressOf, readers, type DraftsRoutesDeps } from '../page-frame.ts';

const asked = z.object({
  q: z.string().max(200).catch('').default(''),
  ids: z.string().max(4000).optional(),
});

/** The acts of the archive, for the editor: chosen in a list, never typed. */
export function createReferencesRoutes({ instructions, messages }: DraftsRoutesDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/instructions/references.json',
      access: readers,
      query: asked,
      async handle({ query: { q, ids }, user }) {
        const years = new Map((await instructions.list()).map(({ id, year }) => [id, year]));
        const every = await instructions.listCitable(
          ids === undefined ? { words: q } : { ids: ids.split(',').slice(0, 100) },
        );
        const acts = every.filter(({ instructionId }) =>
          withinPerimeter(user?.perimeter, years.get(instructionId) ?? NaN),
        );
        return json({
          acts: acts.map(({ instructionId, label, slug, standing }) => ({
            instructionId,
            label,
            href: addressOf(slug),
            standing,
            ...(standing === 'in-force' ? {} : { warning: messages(`drafts.reference.${standing}`) }),
          })),
        });
      },
    }),
  ];
}
