import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine, singleLine } from '../web/fields.ts';
import { actingPerson, demandOffice } from '../web/acting-office.ts';
import { page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import type { RegionsRoutesDeps } from './page-frame.ts';
import { silentOf } from './regions.ts';

const place = z.object({
  slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/),
  region: z.string().regex(/^REG-\d{2}$/),
});
const form = z.object({ name: singleLine(120), function: singleLine(120), text: multiLine(1_000) });
type Place = z.infer<typeof place>;

/** A reminder in the name of the region's chef de projet: shown before it leaves, sent once a day at most. */
export function createRegionalReminderRoutes(deps: RegionsRoutesDeps): Route[] {
  const { regions, messages } = deps;

  async function remindPage(
    office: CurrentOffice,
    { slug, region }: Place,
    typed: Record<string, string> = {},
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const found = await regions.findFor(office.id, slug, region);
    if (found === undefined) throw new AppError('not-found', 'no such region of this office');
    const silent = found.act.isOpen ? silentOf(found.lines, office.id) : [];
    const today = regions.today();
    const reminded = new Set(
      found.lines.filter(({ remindedOn }) => remindedOn === today).map((line) => line.office.id),
    );
    const title = messages('regions.reminder.title', { region: found.led.region.name });
    const model = {
      ...{ title, act: found.act.title, deadlineOn: found.act.deadlineOn, back: '/guichet/region' },
      action: `/guichet/region/${slug}/${region}/rappel`,
      offices: silent
        .filter((each) => !reminded.has(each.office.id))
        .map((each) => ({ name: each.office.name })),
      already: silent
        .filter((each) => reminded.has(each.office.id))
        .map((each) => ({ name: each.office.name })),
      text: typed['text'] ?? '',
      ...actingPerson(office, typed),
    };
    const content = { title, model, errors, layout: 'bare' as const };
    return page('regions/reminder', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/guichet/region/:slug/:region/rappel',
      access: 'office',
      params: place,
      handle: ({ office, params }) => remindPage(demandOffice(office), params),
    }),
    route({
      method: 'post',
      path: '/guichet/region/:slug/:region/rappel',
      access: 'office',
      params: place,
      body: form,
      async handle({ office: entered, params, form: sent, typed }) {
        const office = demandOffice(entered);
        if (!sent.ok) return remindPage(office, params, typed, sent.errors);
        const where = { slug: params.slug, regionId: params.region };
        const outcome = await regions.remind(office.id, where, sent.value);
        if (!outcome.ok) return remindPage(office, params, typed, outcome.errors);
        const key = outcome.value === 1 ? 'sent-one' : 'sent';
        return redirect('/guichet/region', messages(`regions.reminder.${key}`, { count: outcome.value }));
      },
    }),
  ];
}
