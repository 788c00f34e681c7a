import { z } from 'zod';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { optionalDay } from '../web/fields.ts';
import { file, page, route, type CurrentUser, type Role, type Route } from '../web/route.ts';
import { createContactRoutes } from './contact-routes.ts';
import { officeParams } from './contact-frame-page.ts';
import { contactsCsv, contactsXlsx } from './contacts-file.ts';
import { directoryModel, matches, type DirectoryFilter } from './directory-page.ts';
import { createHistoryRoutes } from './history-routes.ts';
import { actorOf, createImportRoutes, importers } from './import-routes.ts';
import { createMandatesRoutes } from './mandates-routes.ts';
import { createNamingRoutes } from './naming-routes.ts';
import { officeModel } from './office-page.ts';
import type { Prefectures } from './prefectures.ts';
import { createStateRoutes } from './state-routes.ts';
import { createWithdrawRoutes } from './withdraw-routes.ts';
import { askedDay, shownDay } from './shown-day-page.ts';

export interface PrefecturesRoutesDeps {
  prefectures: Prefectures;
  messages: Messages;
  clock: Clock;
  /** Display names of users, for the history. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
}

const staff: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor', 'administrator'];
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const filter = z.object({
  recherche: z.string().trim().max(100).default(''),
  region: z.string().max(20).default(''),
  contact: z.enum(['', 'sans']).default(''),
  mandat: z.enum(['', 'regional']).default(''),
});

/** The directory's pages. What is particular to its import stands in import-routes.ts. */
export function createPrefecturesRoutes(deps: PrefecturesRoutesDeps): Route[] {
  const { prefectures, messages, clock } = deps;
  const today = () => parisDayOf(clock.now());

  const filtered = async (query: DirectoryFilter, on: string) =>
    (await prefectures.listOffices({ on })).filter((office) => matches(office, query));

  return [
    route({
      method: 'get',
      path: '/prefectures',
      access: staff,
      query: filter.extend({ au: askedDay }),
      async handle({ query: { au, ...query }, user }) {
        const { day, errors } = shownDay(au, today());
        const model = directoryModel(await prefectures.listOffices({ on: day }), query, {
          ...{ regions: await prefectures.listRegions(), day, today: today(), messages },
        });
        const title = model.title;
        const content = { title, breadcrumb: [], model: { ...model, canImport: mayImport(user) }, errors };
        return page('prefectures/directory', content, errors.length > 0 ? 422 : 200);
      },
    }),
    route({
      method: 'get',
      path: '/prefectures/contacts.csv',
      access: staff,
      query: filter.extend({ au: optionalDay() }),
      async handle({ query: { au: on = today(), ...query } }) {
        const bytes = contactsCsv(await filtered(query, on));
        return file(bytes, { type: 'text/csv; charset=utf-8', name: `contacts-${on}.csv` });
      },
    }),
    route({
      method: 'get',
      path: '/prefectures/contacts.xlsx',
      access: staff,
      query: filter.extend({ au: optionalDay() }),
      async handle({ query: { au: on = today(), ...query } }) {
        const bytes = await contactsXlsx(await filtered(query, on));
        return file(bytes, { type: xlsxType, name: `contacts-${on}.xlsx` });
      },
    }),
    ...createStateRoutes({ ...deps, writers: importers, actorOf }),
    ...createImportRoutes(deps),
    ...createHistoryRoutes({ ...deps, readers: staff }),
    ...createMandatesRoutes({ ...deps, readers: staff, mayChange: mayImport }),
    ...createContactRoutes({ ...deps, writers: importers, actorOf }),
    ...createWithdrawRoutes({ ...deps, writers: importers, actorOf }),
    ...createNamingRoutes({ ...deps, writers: importers, actorOf }),
    route({
      method: 'get',
      path: '/prefectures/:id',
      access: staff,
      params: officeParams,
      query: z.object({ au: askedDay }),
      async handle({ params, query, user }) {
        const { day, errors } = shownDay(query.au, today());
        const everyOffice = await prefectures.listOffices({ on: day });
        const office = everyOffice.find(({ id }) => id === params.id);
        if (office === undefined) throw new AppError('not-found', 'no such office');
        const history = await prefectures.history(office.id);
        const model = officeModel({
          office,
          contacts: await prefectures.listContactsEver(office.id),
          mandates: await prefectures.mandates.list(),
          history,
          names: await deps.namesOf(history.map(({ actor }) => actor)),
          everyOffice,
          ...{ day, today: today(), messages },
        });
        const content = {
          title: model.title,
          breadcrumb: [{ label: messages('prefectures.directory.title'), href: '/prefectures' }],
          model: { ...model, canImport: mayImport(user), readsYears: readsInstructions(user) },
          errors,
        };
        return page('prefectures/office', content, errors.length > 0 ? 422 : 200);
      },
    }),
  ];
}

function mayImport(user: CurrentUser | undefined): boolean {
  return importers.some((role) => user?.roles.includes(role) ?? false);
}

/** The administrator keeps house and reads no instruction. */
function readsInstructions(user: CurrentUser | undefined): boolean {
  return user?.roles.some((role) => role !== 'administrator') ?? false;
}
