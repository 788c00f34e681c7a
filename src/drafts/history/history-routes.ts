import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { isEditable } from '../instruction.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { compareNumbers, comparisonModel } from './comparison-page.ts';
import { historyModel } from './history-page.ts';
import { revisionModel } from './revision-page.ts';

const number = z.coerce.number<string>().int().min(1).max(1e9);
const ofRevision = slugParams.extend({ number });
const ofTwo = slugParams.extend({ from: number, to: number });
// A wrong number in a query asks for nothing; it is not worth an error page.
const loose = z.coerce.number().int().min(1).max(1e9).optional().catch(undefined);
const restoring = z.object({ revision: number });

/** The history of an instruction: its revisions, any one read, any two compared, an earlier one restored. */
export function createHistoryRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;
  const under = (slug: string) => ({
    label: messages('history.title'),
    href: addressOf(slug, '/historique'),
  });

  async function restoringPage(slug: string, number: number, errors: FieldError[] = []): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const found = await instructions.restoration(instruction.id, number);
    const mayRestore = instruction.state === 'draft' && !found.isSame;
    const model = {
      frame: await frameOf(deps, instruction, 'history'),
      number,
      back: addressOf(slug, `/historique/${number}`),
      action: addressOf(slug, `/historique/${number}/retablir`),
      baseRevision: found.baseRevision,
      mayRestore,
      refusal: mayRestore ? '' : messages(`history.restore.${found.isSame ? 'nothing' : 'not-a-draft'}`),
      kept: found.kept.map(({ title, key }) => ({ sentence: messages(key, { title }) })),
      ...comparisonModel(messages, found.parts, {
        before: messages('history.restore.before'),
        after: messages('history.restore.after', { number }),
      }),
    };
    const section = messages('history.restore.title', { number });
    const shared = await pageOf(deps, instruction, model, { section, under: under(slug) });
    const conflict = errors.some(({ key }) => key === 'drafts.conflict.saved-meanwhile');
    const status = conflict ? 409 : errors.length > 0 ? 422 : 200;
    return page('drafts/history-restore', { ...shared, errors }, status);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/historique',
      access: readers,
      params: slugParams,
      query: z.object({ avant: loose }),
      async handle({ params, query }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const read = await instructions.historyPage(instruction.id, { before: query.avant });
        const model = {
          frame: await frameOf(deps, instruction, 'history'),
          ...(await historyModel(deps, params.slug, read)),
          ...(query.avant === undefined ? {} : { newest: addressOf(params.slug, '/historique') }),
        };
        const section = messages('history.title');
        return page('drafts/history', await pageOf(deps, instruction, model, { section }));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/historique/comparer',
      access: readers,
      params: slugParams,
      query: z.object({ de: loose, a: loose }),
      async handle({ params, query }) {
        const { revision } = await findOrThrow(instructions, params.slug);
        const [from, to] = compareNumbers(query.de, query.a, revision);
        if (from === undefined || to === undefined)
          return redirect(
            addressOf(params.slug, '/historique'),
            messages('history.compare.no-such', { revision }),
          );
        return redirect(addressOf(params.slug, `/historique/${from}/${to}`));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/historique/:number/retablir',
      access: ['drafter'],
      params: ofRevision,
      handle: ({ params }) => restoringPage(params.slug, params.number),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/historique/:number/retablir',
      access: ['drafter'],
      params: ofRevision,
      body: restoring,
      async handle({ params, form, user }) {
        if (!form.ok) return restoringPage(params.slug, params.number, form.errors);
        const { id } = await findOrThrow(instructions, params.slug);
        const restored = await instructions.restore(actorOf(user), id, {
          number: params.number,
          baseRevision: form.value.revision,
        });
        if (!restored.ok) return restoringPage(params.slug, params.number, restored.errors);
        const { revision } = restored.value;
        const said = messages('history.restore.done', { number: params.number, revision });
        return redirect(addressOf(params.slug, '/texte'), said);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/historique/:number',
      access: readers,
      params: ofRevision,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const { template } = await instructions.draftOf(instruction.id);
        const revision = await instructions.revisionOf(instruction.id, params.number);
        const mayRestore =
          instruction.state === 'draft' &&
          params.number < instruction.revision &&
          (user?.roles.includes('drafter') ?? false);
        const model = {
          frame: await frameOf(deps, instruction, 'history'),
          ...(await revisionModel(deps, instruction, template, revision)),
          ...(mayRestore
            ? { restore: addressOf(params.slug, `/historique/${params.number}/retablir`) }
            : { whyNot: isEditable(instruction.state) ? '' : messages('history.restore.no-more') }),
        };
        const section = messages('history.revision', { number: params.number });
        return page(
          'drafts/history-revision',
          await pageOf(deps, instruction, model, { section, under: under(params.slug) }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/historique/:from/:to',
      access: readers,
      params: ofTwo,
      async handle({ params }) {
        const { slug, from, to } = params;
        const instruction = await findOrThrow(instructions, slug);
        const { before, after, parts } = await instructions.comparedRevisions(instruction.id, from, to);
        const names = await deps.namesOf([before.savedBy, after.savedBy]);
        const side = ({ number, savedAt, savedBy }: typeof before) => ({
          label: messages('history.revision', { number }),
          href: addressOf(slug, `/historique/${number}`),
          at: savedAt,
          by: names.get(savedBy) ?? messages('journal.erased'),
        });
        const model = {
          frame: await frameOf(deps, instruction, 'history'),
          left: side(before),
          right: side(after),
          swap: addressOf(slug, `/historique/${to}/${from}`),
          ...comparisonModel(messages, parts, {
            before: messages('history.revision', { number: from }),
            after: messages('history.revision', { number: to }),
          }),
        };
        const section = messages('history.compare.title', { from, to });
        return page(
          'drafts/history-compare',
          await pageOf(deps, instruction, model, { section, under: under(slug) }),
        );
      },
    }),
  ];
}
