import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { demandOffice } from '../web/acting-office.ts';
import { page, route, type Route } from '../web/route.ts';
import { amountsOf, splitModel, viewModel } from './regions-page.ts';
import type { RegionsRoutesDeps } from './page-frame.ts';
import { firstOfEach } from './split-tasks.ts';

const bySlug = z.object({ slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/) });

/** What the office that leads a region sees of it, and what an office is told of its own part. */
export function createRegionalViewRoutes(deps: RegionsRoutesDeps): Route[] {
  const { regions, messages } = deps;
  return [
    route({
      method: 'get',
      path: '/guichet/region',
      access: 'office',
      async handle({ office: entered }) {
        const office = demandOffice(entered);
        const view = await regions.viewOf(office.id);
        const [only, ...others] = view;
        const title =
          only === undefined || others.length > 0
            ? messages('regions.title-several')
            : messages('regions.title', { region: only.region.name });
        const given = { officeId: office.id, today: regions.today() };
        const model = {
          title,
          office: office.name,
          back: '/guichet',
          regions: viewModel(messages, view, given),
        };
        return page('regions/view', { title, layout: 'bare', model });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/parts/:slug',
      access: 'office',
      params: bySlug,
      async handle({ office: entered, params: { slug } }) {
        const office = demandOffice(entered);
        const act = (await regions.listCurrent()).find((each) => each.slug === slug);
        const own = await deps.territoriesOf(office.id);
        const names = await deps.officeNames();
        const versions = act === undefined ? [] : await regions.splits.list(act.instructionId);
        const parts = firstOfEach(versions).flatMap((split) => {
          const lines = split.lines.filter(({ territoryId }) => own.includes(territoryId));
          const told = splitModel(messages, split, names.get(split.officeId) ?? split.officeId);
          return lines.map((line) => ({ ...told, ...amountsOf(line), name: line.name }));
        });
        if (act === undefined || parts.length === 0)
          throw new AppError('not-found', 'no part of this office');
        const title = messages('regions.part.title');
        const model = { title, act: act.title, office: office.name, back: '/guichet', parts };
        return page('regions/part', { title, layout: 'bare', model });
      },
    }),
  ];
}
