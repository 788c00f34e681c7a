import { z } from 'zod';
import { file, page, route, type Role, type Route } from '../web/route.ts';
import { splitModel } from './regions-page.ts';
import type { RegionsRoutesDeps } from './page-frame.ts';
import { firstOfEach } from './split-tasks.ts';
import { creditsPage, findOrThrow } from './staff-split-page.ts';
import { splitsCsv } from './splits-csv.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const bySlug = z.object({ slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/) });

/** What the regions decided of their envelopes, with every former version, as staff and auditors read it. */
export function createStaffSplitRoutes(deps: RegionsRoutesDeps): Route[] {
  const { regions, messages } = deps;

  async function found(slug: string) {
    const instruction = await findOrThrow(deps, slug);
    const versions = await regions.splits.list(instruction.id);
    return { instruction, versions, latest: new Set(firstOfEach(versions).map(({ id }) => id)) };
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits/repartitions',
      access: readers,
      params: bySlug,
      async handle({ params: { slug } }) {
        const { instruction, versions, latest } = await found(slug);
        const offices = await deps.officeNames();
        const regionNames = await deps.regionNames();
        const title = messages('regions.split.staff-title');
        const model = {
          ...{ title, back: `/instructions/${slug}/credits` },
          csv: `/instructions/${slug}/credits/repartitions.csv`,
          splits: versions.map((split) => ({
            ...splitModel(messages, split, offices.get(split.officeId) ?? split.officeId),
            region: regionNames.get(split.regionId) ?? split.regionId,
            current: latest.has(split.id),
          })),
        };
        return page('regions/staff', await creditsPage(deps, instruction, model, title));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/repartitions.csv',
      access: readers,
      params: bySlug,
      async handle({ params: { slug } }) {
        const { versions } = await found(slug);
        const bytes = Buffer.from(splitsCsv(messages, versions));
        const name = messages('regions.split.file-name', { slug });
        return file(bytes, { type: 'text/csv; charset=utf-8', name });
      },
    }),
  ];
}
