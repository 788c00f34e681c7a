import { z } from 'zod';
import { withinPerimeter } from '../kernel/perimeter.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { yearText } from './fields.ts';
import { isState, states } from './instruction.ts';
import type { Instruction, Instructions } from './instructions.ts';
import {
  actorOf,
  addressOf,
  afterModel,
  readers,
  stateBadge,
  stateLabel,
  type DraftsRoutesDeps,
} from './page-frame.ts';
import type { FieldError } from '../kernel/outcome.ts';

const filters = z.object({
  etat: z.string().max(20).catch('').default(''),
  annee: z.string().max(4).catch('').default(''),
});

const beginning = z.object({
  template: z.string({ error: 'form.required' }).min(1, 'form.required').max(60, 'form.too-long'),
  year: z.string({ error: 'form.required' }).trim().min(1, 'form.required').pipe(yearText),
});

/** The list of instructions, and the page that begins one. */
export function createListRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages, clock } = deps;

  /** Next year, or the first one after it that has no instruction of this template yet. */
  async function yearToBegin(template: string): Promise<number> {
    const slugs = new Set((await instructions.list()).map(({ slug }) => slug));
    let year = clock.now().getFullYear() + 1;
    while (slugs.has(`${year}-${template}`)) year += 1;
    return year;
  }

  async function beginningPage(typed: Record<string, string>, errors: FieldError[] = []): Promise<Reply> {
    const title = messages('drafts.create.title');
    const templates = instructions.listTemplates();
    const chosen = typed['template'] ?? templates.find(({ isYearly }) => isYearly)?.name ?? '';
    const model = {
      title,
      year: typed['year'] ?? String(await yearToBegin(chosen)),
      templates: templates.map(({ name, title: label, purpose, isYearly }) => ({
        value: name,
        label,
        purpose: purpose ?? messages('drafts.create.purpose'),
        recurrence: messages(`drafts.create.${isYearly ? 'yearly' : 'several'}`),
        selected: name === chosen,
      })),
    };
    const breadcrumb = [{ label: messages('drafts.list.title'), href: '/instructions' }];
    return page('drafts/new', { title, breadcrumb, model, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions',
      access: readers,
      query: filters,
      async handle({ query, user }) {
        const state = isState(query.etat) ? query.etat : undefined;
        const year = /^\d{4}$/.test(query.annee) ? Number(query.annee) : undefined;
        const all = await instructions.list();
        const every = all.filter((each) => withinPerimeter(user?.perimeter, each.year));
        const corrected = await instructions.corrected();
        const shown = every.filter(
          (each) => (state ?? each.state) === each.state && (year ?? each.year) === each.year,
        );
        const isDrafter = user?.roles.includes('drafter') ?? false;
        const preparable = isDrafter ? await instructions.listPreparable() : [];
        const years = [...new Set(every.map((each) => each.year))];
        const title = messages('drafts.list.title');
        return page('drafts/list', {
          title,
          breadcrumb: [],
          model: {
            title,
            mayBegin: isDrafter,
            preparable: preparable.map(({ slug, title, year }) => ({
              label: messages('history.next.offer-of', { year, title }),
              href: addressOf(slug, '/annee-suivante'),
            })),
            isEmpty: all.length === 0,
            ...(every.length < all.length ? { outside: all.length - every.length } : {}),
            total: shown.length,
            several: shown.length > 1,
            isFiltered: state !== undefined || year !== undefined,
            states: [
              { value: '', label: messages('drafts.list.every-state'), selected: state === undefined },
              ...states.map((each) => ({
                value: each,
                label: stateLabel(messages, each, undefined),
                selected: each === state,
              })),
            ],
            years: [
              { value: '', label: messages('drafts.list.every-year'), selected: year === undefined },
              ...years.map((each) => ({ value: String(each), label: String(each), selected: each === year })),
            ],
            instructions: await Promise.all(shown.map((each) => lineOf(each, corrected))),
          },
        });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/nouvelle',
      access: ['drafter'],
      handle: async () => beginningPage({}),
    }),
    route({
      method: 'post',
      path: '/instructions',
      access: ['drafter'],
      body: beginning,
      async handle({ form, typed, user }) {
        if (!form.ok) return beginningPage(typed, form.errors);
        const { template, year } = form.value;
        const created = await instructions.create(actorOf(user), { template, year: Number(year) });
        if (!created.ok) return beginningPage(typed, created.errors);
        return redirect(addressOf(created.value.slug, '/texte'), messages('drafts.create.done'));
      },
    }),
  ];

  async function lineOf(instruction: Instruction, corrected: Awaited<ReturnType<Instructions['corrected']>>) {
    const { id, title, year, slug, updatedAt, state } = instruction;
    const seal = await instructions.documentSeal(id);
    const by = corrected.get(id);
    return {
      ...{ title, year, href: addressOf(slug), updatedAt },
      ...(by === undefined ? {} : { corrected: afterModel(by, messages) }),
      ...stateBadge(messages, state, seal),
    };
  }
}
