import { AppError } from '../kernel/errors.ts';
import { typeOfKind } from '../kernel/file-kind.ts';
import { noFields } from '../web/fields.ts';
import { file, page, redirect, route, type Route } from '../web/route.ts';
import { allocationsCsv } from './allocations-csv.ts';
import { allocationsXlsx, modelXlsx } from './allocations-xlsx.ts';
import { annexesModel } from './annex-page.ts';
import { createAnnexRoutes } from './annex-routes.ts';
import { createComparisonRoutes } from './comparison-routes.ts';
import { createImportRoutes } from './import-routes.ts';
import {
  actorOf,
  addressOf,
  drafters,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  slugParams,
  type AllocationsRoutesDeps,
} from './page-frame.ts';
import { paragraphsOf } from './criteria.ts';
import { faultOfState } from './setting.ts';
import { tableModel } from './table-page.ts';
import { createTypingRoutes } from './typing-routes.ts';

const csvType = 'text/csv; charset=utf-8';

/** The tab « Crédits » of an instruction: the table, its file, its import. */
export function createAllocationsRoutes(deps: AllocationsRoutesDeps): Route[] {
  const { allocations, annexes, messages } = deps;

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        const table = await allocations.currentTable(instruction.id);
        const names = await deps.namesOf(table === undefined ? [] : [table.setBy]);
        const isDrafter = user?.roles.includes('drafter') ?? false;
        const isDispatcher = user?.roles.includes('dispatcher') ?? false;
        const path = addressOf(params.slug);
        const standing = await annexes.standing(instruction.id);
        const offices = standing === undefined ? new Map() : await deps.officeNames();
        const shown = { path, messages, now: deps.clock.now(), offices, isDispatcher };
        const model = {
          frame: await frameOf(deps, instruction),
          path,
          mayImport: isDrafter && faultOfState(instruction) === undefined,
          isFrozen: instruction.state !== 'draft',
          ...(isDispatcher && instruction.state === 'signed'
            ? { dispatchHref: `/instructions/${params.slug}/diffusion` }
            : {}),
          mayNotify: isDispatcher && instruction.state === 'signed' && standing === undefined,
          ...(standing === undefined ? {} : { notifications: annexesModel(standing, shown) }),
          ...(table === undefined
            ? {}
            : {
                table: {
                  ...tableModel(table.lines),
                  criteria: paragraphsOf(table.criteria).map((text) => ({ text })),
                  setAt: table.setAt,
                  setBy: names.get(table.setBy) ?? messages('journal.erased'),
                },
              }),
        };
        const scripts = standing === undefined || standing.ready ? [] : ['annexes'];
        return page('allocations/table', { ...(await pageOf(deps, instruction, model)), scripts });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits.csv',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const table = await allocations.currentTable((await findOrThrow(deps, params.slug)).id);
        if (table === undefined) throw new AppError('not-found', 'this instruction has no credits');
        const bytes = Buffer.from(allocationsCsv(table.lines));
        return file(bytes, { type: csvType, name: `${params.slug}-credits.csv` });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits.xlsx',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const table = await allocations.currentTable((await findOrThrow(deps, params.slug)).id);
        if (table === undefined) throw new AppError('not-found', 'this instruction has no credits');
        const bytes = await allocationsXlsx(messages('allocations.title'), table.lines);
        return file(bytes, { type: typeOfKind.xlsx, name: `${params.slug}-credits.xlsx` });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/modele.csv',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        await findOrThrow(deps, params.slug);
        const bytes = Buffer.from(await allocations.modelCsv());
        return file(bytes, { type: csvType, name: 'modele-credits.csv' });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/modele.xlsx',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        await findOrThrow(deps, params.slug);
        const bytes = await modelXlsx(messages('allocations.title'), await allocations.territories());
        return file(bytes, { type: typeOfKind.xlsx, name: 'modele-credits.xlsx' });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/retirer',
      access: drafters,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        await allocations.demandDraft(actorOf(user), instruction.id);
        const title = messages('allocations.remove.title');
        const model = {
          title,
          question: messages('allocations.remove.question'),
          points: ['kept', 'again'].map((point) => ({ text: messages(`allocations.remove.point-${point}`) })),
          action: addressOf(params.slug, '/retirer'),
          hidden: [],
          submit: messages('allocations.remove.submit'),
          back: addressOf(params.slug),
        };
        return page('web/confirm', await pageOf(deps, instruction, model, title));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/retirer',
      access: drafters,
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const { id } = await findOrThrow(deps, params.slug);
        await allocations.remove(actorOf(user), id);
        return redirect(addressOf(params.slug), messages('allocations.remove.done'));
      },
    }),
    ...createTypingRoutes(deps),
    ...createComparisonRoutes(deps),
    ...createImportRoutes(deps),
    ...createAnnexRoutes(deps),
  ];
}
