import { z } from 'zod';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { page, route, type Role, type Route } from '../web/route.ts';
import { historyModel } from './history-page.ts';
import type { Prefectures } from './prefectures.ts';

const linesAtOnce = 100;

/** Who changed what in the directory, and when. */
export function createHistoryRoutes(deps: {
  prefectures: Prefectures;
  messages: Messages;
  clock: Clock;
  readers: readonly Role[];
  namesOf(userIds: string[]): Promise<Map<string, string>>;
}): Route[] {
  const { prefectures, messages, clock } = deps;
  return [
    route({
      method: 'get',
      path: '/prefectures/historique',
      access: deps.readers,
      query: z.object({ avant: z.coerce.number().int().positive().optional() }),
      async handle({ query }) {
        // One more than is shown, to know whether there is more to read.
        const found = await prefectures.changes({ beforeLine: query.avant, limit: linesAtOnce + 1 });
        const lines = found.slice(0, linesAtOnce);
        const older = found.length > linesAtOnce ? lines.at(-1)?.line : undefined;
        const model = historyModel(lines, older, {
          contacts: await prefectures.listContactsEver(),
          mandates: await prefectures.mandates.list(),
          names: await deps.namesOf(lines.map(({ actor }) => actor)),
          everyOffice: await prefectures.listOffices({ on: parisDayOf(clock.now()) }),
          messages,
        });
        const breadcrumb = [{ label: messages('prefectures.directory.title'), href: '/prefectures' }];
        return page('prefectures/history', { title: model.title, breadcrumb, model });
      },
    }),
  ];
}
