import { z } from 'zod';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { file, page, route, type CurrentUser, type Role, type Route } from '../web/route.ts';
import { contactsCsv } from './contacts-csv.ts';
import { directoryModel, matches, noFilter, type DirectoryFilter } from './directory-page.ts';
import { createImportRoutes, importers } from './import-routes.ts';
import { officeModel } from './office-page.ts';
import type { Prefectures } from './prefectures.ts';

export interface PrefecturesRoutesDeps {
  prefectures: Prefectures;
  messages: Messages;
  clock: Clock;
  /** Display names of users, for the history. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
}

const staff: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor', 'administrator'];

const filter = z.object({
  recherche: z.string().trim().max(100).default(''),
  region: z.string().max(20).default(''),
  contact: z.enum(['', 'sans']).default(''),
  mandat: z.enum(['', 'regional']).default(''),
});
const officeId = z.object({ id: z.string().regex(/^OFF-[0-9AB]{2,3}$/) });

/** The directory's pages. What is particular to its import stands in import-routes.ts. */
export function createPrefecturesRoutes(deps: PrefecturesRoutesDeps): Route[] {
  const { prefectures, messages, clock } = deps;
  const today = () => parisDayOf(clock.now());

  const filtered = async (query: DirectoryFilter) => {
    const offices = await prefectures.listOffices({ on: today() });
    return offices.filter((office) => matches(office, query));
  };

  return [
    route({
      method: 'get',
      path: '/prefectures',
      access: staff,
      query: filter,
      async handle({ query, user }) {
        const everyone = await filtered(noFilter);
        const model = directoryModel(everyone, query, { regions: await prefectures.listRegions(), messages });
        return page('prefectures/directory', {
          title: model.title,
          breadcrumb: [],
          model: { ...model, canImport: mayImport(user) },
        });
      },
    }),
    route({
      method: 'get',
      path: '/prefectures/contacts.csv',
      access: staff,
      query: filter,
      async handle({ query }) {
        const bytes = contactsCsv(await filtered(query));
        return file(bytes, { type: 'text/csv; charset=utf-8', name: `contacts-${today()}.csv` });
      },
    }),
    ...createImportRoutes(deps),
    route({
      method: 'get',
      path: '/prefectures/:id',
      access: staff,
      params: officeId,
      async handle({ params, user }) {
        const office = await prefectures.findOffice(params.id);
        if (office === undefined) throw new AppError('not-found', 'no such office');
        const history = await prefectures.history(office.id);
        const model = officeModel({
          office,
          contacts: await prefectures.listContactsEver(office.id),
          history,
          names: await deps.namesOf(history.map(({ actor }) => actor)),
          everyOffice: await filtered(noFilter),
          today: today(),
          messages,
        });
        return page('prefectures/office', {
          title: model.title,
          breadcrumb: [{ label: messages('prefectures.directory.title'), href: '/prefectures' }],
          model: { ...model, canImport: mayImport(user) },
        });
      },
    }),
  ];
}

function mayImport(user: CurrentUser | undefined): boolean {
  return importers.some((role) => user?.roles.includes(role) ?? false);
}
