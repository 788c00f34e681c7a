import { z } from 'zod';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { optionalDay } from '../web/fields.ts';
import { file, page, route, type CurrentUser, type Role, type Route } from '../web/route.ts';
import { mandatesCsv, mandatesXlsx } from './mandates-file.ts';
import { mandatesModel, territoriesLed } from './mandates-page.ts';
import type { Prefectures } from './prefectures.ts';
import { askedDay, shownDay } from './shown-day-page.ts';

const filter = z.object({
  niveau: z.enum(['', 'region', 'departement', 'collectivite']).default(''),
  sans: z.enum(['', 'oui']).default(''),
});
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Who leads the project where, on a day. What changes it stands in naming-routes.ts. */
export function createMandatesRoutes(deps: {
  prefectures: Prefectures;
  messages: Messages;
  clock: Clock;
  readers: readonly Role[];
  mayChange(user: CurrentUser | undefined): boolean;
}): Route[] {
  const { prefectures, messages, clock, readers } = deps;
  const today = () => parisDayOf(clock.now());
  const listOffices = (on: string) => prefectures.listOffices({ on });

  return [
    route({
      method: 'get',
      path: '/prefectures/mandats',
      access: readers,
      query: filter.extend({ au: askedDay }),
      async handle({ query: { au, ...query }, user }) {
        const { day, errors } = shownDay(au, today());
        const given = { day, today: today(), messages };
        const model = mandatesModel(await listOffices(day), query, given);
        const content = {
          title: model.title,
          breadcrumb: [{ label: messages('prefectures.directory.title'), href: '/prefectures' }],
          model: { ...model, canChange: deps.mayChange(user) },
          errors,
        };
        return page('prefectures/mandates', content, errors.length > 0 ? 422 : 200);
      },
    }),
    route({
      method: 'get',
      path: '/prefectures/mandats.csv',
      access: readers,
      query: filter.extend({ au: optionalDay() }),
      async handle({ query: { au: on = today(), ...query } }) {
        const offices = await listOffices(on);
        const bytes = mandatesCsv(territoriesLed(offices, query), offices, messages);
        return file(bytes, { type: 'text/csv; charset=utf-8', name: `chefs-de-projet-${on}.csv` });
      },
    }),
    route({
      method: 'get',
      path: '/prefectures/mandats.xlsx',
      access: readers,
      query: filter.extend({ au: optionalDay() }),
      async handle({ query: { au: on = today(), ...query } }) {
        const offices = await listOffices(on);
        const bytes = await mandatesXlsx(territoriesLed(offices, query), offices, messages);
        return file(bytes, { type: xlsxType, name: `chefs-de-projet-${on}.xlsx` });
      },
    }),
  ];
}
