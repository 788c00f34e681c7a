import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { noFields } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { allocationFileLimit, type ImportProblem } from './allocation-file.ts';
import {
  actorOf,
  addressOf,
  drafters,
  findOrThrow,
  frameOf,
  pageOf,
  slugParams,
  type AllocationsRoutesDeps,
} from './page-frame.ts';
import { previewModel, problemRows } from './table-page.ts';

const stagedParams = slugParams.extend({ id: z.uuid() });

/** Upload, read again what would change, confirm: three pages, and nothing changes before the last. */
export function createImportRoutes(deps: AllocationsRoutesDeps): Route[] {
  const { allocations, messages } = deps;

  async function uploadPage(
    instruction: Instruction,
    problems: readonly ImportProblem[] = [],
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const model = {
      frame: await frameOf(deps, instruction),
      path: addressOf(instruction.slug),
      hasTable: (await allocations.currentTable(instruction.id)) !== undefined,
      ...problemRows(problems, messages),
    };
    const shared = await pageOf(deps, instruction, model, messages('allocations.import.title'));
    const refused = problems.length > 0 || errors.length > 0;
    return page('allocations/import', { ...shared, errors }, refused ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits/importer',
      access: drafters,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        await allocations.demandDraft(actorOf(user), instruction.id);
        return uploadPage(instruction);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/importer',
      access: drafters,
      params: slugParams,
      upload: { field: 'fichier', maxBytes: allocationFileLimit },
      body: noFields,
      async handle({ params, file: upload, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        await allocations.demandDraft(actorOf(user), instruction.id);
        if (upload === undefined || upload.bytes.length === 0) {
          return uploadPage(instruction, [], [{ field: 'fichier', key: 'allocations.import.no-file' }]);
        }
        const { problems } = await allocations.analyse(instruction.id, upload.bytes);
        if (problems.length > 0) return uploadPage(instruction, problems);
        const staged = await allocations.stage(actorOf(user), instruction.id, upload.bytes);
        return redirect(addressOf(params.slug, `/importer/${staged}`));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/importer/:id',
      access: drafters,
      params: stagedParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        const analysis = await allocations.analyseStaged(actorOf(user), instruction.id, params.id);
        if (analysis === undefined) throw gone();
        if (analysis.problems.length > 0) return uploadPage(instruction, analysis.problems);
        const model = {
          frame: await frameOf(deps, instruction),
          path: addressOf(params.slug),
          id: params.id,
          ...previewModel(analysis),
        };
        const title = messages('allocations.import.preview-title');
        return page('allocations/preview', await pageOf(deps, instruction, model, title));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/importer/:id',
      access: drafters,
      params: stagedParams,
      body: z.object({ contenu: z.string().regex(/^[0-9a-f]{64}$/, 'form.invalid') }),
      async handle({ params, form, user }) {
        if (!form.ok) throw new AppError('bad-request', 'the confirmation does not say what it confirms');
        const { id } = await findOrThrow(deps, params.slug);
        const done = await allocations.confirm(actorOf(user), id, params.id, form.value.contenu);
        if (done.state === 'gone') throw gone();
        if (done.state === 'to-review') {
          const again = addressOf(params.slug, `/importer/${params.id}`);
          return redirect(again, messages('allocations.import.changed-meanwhile'));
        }
        const territories = done.analysis.allocations.length;
        return redirect(addressOf(params.slug), messages('allocations.import.done', { territories }));
      },
    }),
  ];
}

function gone(): AppError {
  return new AppError('gone', 'no such staged file', { messageKey: 'allocations.import.gone' });
}
