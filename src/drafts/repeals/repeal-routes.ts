import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { day, multiLine, optionalLine } from '../../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../../web/route.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { longestAct, longestReason, repealRoles, type TypedRepeal } from './repeal.ts';
import { repealModel } from './repeal-page.ts';

const path = '/instructions/:slug/abrogation';
const recording = z.object({
  act: optionalLine(longestAct),
  on: day(),
  by: z.union([z.literal(''), z.uuid('form.invalid')]).default(''),
  reason: multiLine(longestReason, 1),
  confirmed: z.enum(['yes', 'no', '']).default(''),
});
const takingBack = z.object({ repeal: z.uuid('form.invalid'), reason: multiLine(longestReason, 1) });

/** Recording that a text was repealed by another act: a form, a page that says what follows, then the record. */
export function createRepealRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function repealPage(
    slug: string,
    given: { typed?: Record<string, string>; errors?: FieldError[]; confirm?: TypedRepeal },
  ): Promise<Reply> {
    const { typed = {}, errors = [], confirm } = given;
    const instruction = await findOrThrow(instructions, slug);
    const repeal = await instructions.repealOf(instruction.id);
    const fault = await instructions.faultOfRepealing(instruction.id);
    const title = messages(`repeals.${repeal === undefined ? 'title' : 'correct-title'}`);
    const acts = (await instructions.listCitable({ ids: (await instructions.list()).map(({ id }) => id) }))
      .filter(({ instructionId }) => instructionId !== instruction.id)
      .map(({ instructionId: value, label }) => ({ value, label, selected: value === typed['by'] }));
    const byTitle = acts.find(({ value }) => value === confirm?.byId)?.label;
    const none = { value: '', label: messages('repeals.by-none'), selected: (typed['by'] ?? '') === '' };
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      ...{ title, back: addressOf(slug), action: addressOf(slug, '/abrogation') },
      ...(repeal !== undefined
        ? { standing: { ...(await repealModel(deps, repeal)), typed: typed['reason'] ?? '' } }
        : fault !== undefined
          ? { impossible: messages(fault.key, fault.params) }
          : confirm === undefined
            ? {
                form: {
                  ...{ act: typed['act'] ?? '', on: typed['on'] ?? '', reason: typed['reason'] ?? '' },
                  acts: [none, ...acts],
                },
              }
            : { confirm: confirmModel(confirm, byTitle) }),
    };
    const shared = await pageOf(deps, instruction, model, { section: title });
    return page('drafts/repeal', { ...shared, errors }, errors.length > 0 ? 422 : 200);
  }

  async function record(
    user: CurrentUser | undefined,
    slug: string,
    { wanted, typed, confirmed }: { wanted: TypedRepeal; typed: Record<string, string>; confirmed: string },
  ): Promise<Reply> {
    const { id } = await findOrThrow(instructions, slug);
    const actor = actorOf(user);
    if (confirmed !== 'yes') {
      const errors = await instructions.faultsOfRepeal(actor, id, wanted);
      if (errors.length > 0 || confirmed === 'no') return repealPage(slug, { typed, errors });
      return repealPage(slug, { typed, confirm: wanted });
    }
    const recorded = await instructions.recordRepeal(actor, id, wanted);
    if (!recorded.ok) return repealPage(slug, { typed, errors: recorded.errors });
    return redirect(addressOf(slug), messages('repeals.done'));
  }

  return [
    route({
      method: 'get',
      path,
      access: repealRoles,
      params: slugParams,
      handle: ({ params }) => repealPage(params.slug, {}),
    }),
    route({
      method: 'post',
      path,
      access: repealRoles,
      params: slugParams,
      body: recording,
      async handle({ params: { slug }, form, typed, user }) {
        if (!form.ok) return repealPage(slug, { typed, errors: form.errors });
        const { act, on, by: byId, reason, confirmed } = form.value;
        return record(user, slug, { wanted: { act, on, byId, reason }, typed, confirmed });
      },
    }),
    route({
      method: 'post',
      path: `${path}/retrait`,
      access: repealRoles,
      params: slugParams,
      body: takingBack,
      async handle({ params: { slug }, form, typed, user }) {
        if (!form.ok) return repealPage(slug, { typed, errors: form.errors });
        const { id } = await findOrThrow(instructions, slug);
        const { repeal: repealId, reason } = form.value;
        const taken = await instructions.takeBackRepeal(actorOf(user), id, { repealId, reason });
        if (!taken.ok) return repealPage(slug, { typed, errors: taken.errors });
        return redirect(addressOf(slug), messages('repeals.taken-back'));
      },
    }),
  ];
}

/** What is asked to be confirmed; `actTyped` is posted again, `act` is how it will be named. */
function confirmModel({ act, on, byId, reason }: TypedRepeal, byTitle: string | undefined) {
  return {
    ...{ act: act === '' ? (byTitle ?? '') : act, actTyped: act, on, by: byId, reason },
    ...(byTitle === undefined || act === '' ? {} : { byTitle }),
  };
}
