import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { demandWithin } from '../../kernel/perimeter.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { wholeComparisonModel } from '../history/comparison-page.ts';
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
import { nextYearModel } from './next-year-page.ts';

// What the page said that it would begin: a form that says nothing begins nothing.
const beginning = z.object({
  year: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid').min(1, 'form.invalid'),
});

/** The yearly roll-over: what it would do, doing it, and the text beside the year before's at any time. */
export function createRollingOverRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function nextYearPage(slug: string, errors: FieldError[] = []): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const found = await instructions.nextYear(instruction.id);
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      ...nextYearModel(messages, found),
    };
    const section = messages('history.next.title', { year: found.year, from: instruction.year });
    const shared = await pageOf(deps, instruction, model, { section });
    return page('drafts/next-year', { ...shared, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/annee-suivante',
      access: ['drafter'],
      params: slugParams,
      handle: ({ params }) => nextYearPage(params.slug),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/annee-suivante',
      access: ['drafter'],
      params: slugParams,
      body: beginning,
      async handle({ params, form, user }) {
        if (!form.ok) return nextYearPage(params.slug, form.errors);
        const { id, year } = await findOrThrow(instructions, params.slug);
        const begun = await instructions.rollOver(actorOf(user), id);
        if (!begun.ok) return nextYearPage(params.slug, begun.errors);
        const said = messages('history.next.done', { year: begun.value.year, from: year });
        return redirect(addressOf(begun.value.slug, '/texte'), said);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/annee-precedente',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const compared = await instructions.comparedWithYearBefore(instruction.id);
        if (compared !== undefined) demandWithin(user?.perimeter, compared.earlier.year);
        const section = messages('history.year-before.title');
        const frame = await frameOf(deps, instruction, 'history');
        const model =
          compared === undefined
            ? { frame, year: instruction.year - 1 }
            : {
                frame,
                year: compared.earlier.year,
                earlier: {
                  title: compared.earlier.title,
                  href: addressOf(compared.earlier.slug),
                  credits: addressOf(instruction.slug, '/credits'),
                },
                ...wholeComparisonModel(messages, compared.parts, {
                  before: messages('history.year-before.side', { year: compared.earlier.year }),
                  after: messages('history.year-before.side', { year: instruction.year }),
                }),
              };
        return page('drafts/year-before', await pageOf(deps, instruction, model, { section }));
      },
    }),
  ];
}
