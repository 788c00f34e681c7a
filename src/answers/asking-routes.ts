import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { day, multiLine, noFields, singleLine } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import type { Board, RequestDraft } from './answers.ts';
import { formModel, type TypedRequest } from './asking-page.ts';
import { staffAddress } from './paths.ts';
import { audiences, documentKinds, requestKinds } from './request.ts';
import { boardParams, slugParams } from './staff-routes.ts';
import {
  actorOf,
  askers,
  findActOrThrow,
  findBoardOrThrow,
  staffPage,
  type StaffAnswersDeps,
} from './staff-page-frame.ts';

/** One box that is ticked comes as a text, several as a list, none not at all. */
const several = <Item extends z.ZodType<string>>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(item).max(200),
  );

const form = z.object({
  kind: z.enum(requestKinds, { error: 'answers.form.kind' }),
  title: singleLine(120),
  guidance: multiLine(4000),
  audience: z.enum(audiences, { error: 'answers.form.audience' }),
  officeIds: several(z.string().regex(/^OFF-[0-9AB]{2,3}$/)),
  dueOn: day(),
  acceptedKinds: several(z.enum(documentKinds)),
});

/** How staff ask for something back, change it, give more time, or ask no more. */
export function createAskingRoutes(deps: StaffAnswersDeps): Route[] {
  const { answers, messages } = deps;

  async function formPage(
    act: Instruction,
    given: { board?: Board; typed: TypedRequest; errors?: FieldError[] },
  ): Promise<Reply> {
    const { board, typed, errors = [] } = given;
    const officeNames = await deps.officeNames();
    const model = formModel(messages, { slug: act.slug, request: board?.request, typed, officeNames });
    const title = messages(board === undefined ? 'answers.form.new' : 'answers.form.change');
    const status = errors.length > 0 ? 422 : 200;
    return page('answers/request-form', { ...(await staffPage(deps, act, model, title)), errors }, status);
  }

  async function gesturePage(
    template: 'extend' | 'withdraw',
    params: { slug: string; request: string },
    given: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const { act, board } = await findBoardOrThrow(deps, params);
    const { typed = {}, errors = [] } = given;
    const { title, dueOn, id } = board.request;
    const model = {
      ...{ title, dueOn, isAsked: board.state === 'asked', address: staffAddress(act.slug, `/${id}`) },
      received: board.lines.filter((line) => line.answers.length > 0).length,
      typed: { dueOn: typed['dueOn'] ?? '', reason: typed['reason'] ?? '' },
    };
    const own = messages(`answers.gesture.${template}`);
    const content = { ...(await staffPage(deps, act, model, own)), errors };
    return page(`answers/request-${template}`, content, errors.length > 0 ? 422 : 200);
  }

  const typedOf = (typed: Record<string, string>, draft?: RequestDraft): TypedRequest => ({
    ...typed,
    officeIds: draft?.officeIds ?? listTyped(typed, 'officeIds'),
    acceptedKinds: draft?.acceptedKinds ?? listTyped(typed, 'acceptedKinds'),
  });

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/nouvelle',
      access: askers,
      params: slugParams,
      async handle({ params }) {
        const act = await findActOrThrow(deps, params.slug);
        return formPage(act, { typed: { officeIds: [], acceptedKinds: [...documentKinds] } });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/nouvelle',
      access: askers,
      params: slugParams,
      body: form,
      async handle({ params, form: submitted, typed, user }) {
        const act = await findActOrThrow(deps, params.slug);
        const made = submitted.ok
          ? await answers.requests.create(actorOf(user), act.id, submitted.value)
          : submitted;
        if (!made.ok) return formPage(act, { typed: typedOf(typed), errors: made.errors });
        const { id, kind } = made.value;
        const rest = kind === 'questionnaire' ? `/${id}/questionnaire` : '';
        return redirect(staffAddress(act.slug, rest), messages('answers.flash.created'));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/modifier',
      access: askers,
      params: boardParams,
      async handle({ params }) {
        const { act, board } = await findBoardOrThrow(deps, params);
        const { kind, title, guidance, audience, dueOn } = board.request;
        const typed = typedOf({ kind, title, guidance, audience, dueOn }, board.request);
        return formPage(act, { board, typed });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/modifier',
      access: askers,
      params: boardParams,
      body: form,
      async handle({ params, form: submitted, typed, user }) {
        const { act, board } = await findBoardOrThrow(deps, params);
        const { id } = board.request;
        const done = submitted.ok
          ? await answers.requests.change(actorOf(user), id, submitted.value)
          : submitted;
        if (!done.ok) return formPage(act, { board, typed: typedOf(typed), errors: done.errors });
        return redirect(staffAddress(act.slug, `/${id}`), messages('answers.flash.changed'));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/reporter',
      access: askers,
      params: boardParams,
      handle: ({ params }) => gesturePage('extend', params),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/reporter',
      access: askers,
      params: boardParams,
      body: z.object({ dueOn: day() }),
      async handle({ params, form: submitted, typed, user }) {
        const done = submitted.ok
          ? await answers.requests.extend(actorOf(user), params.request, submitted.value.dueOn)
          : submitted;
        if (!done.ok) return gesturePage('extend', params, { typed, errors: done.errors });
        return redirect(staffAddress(params.slug, `/${params.request}`), messages('answers.flash.extended'));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/retirer',
      access: askers,
      params: boardParams,
      handle: ({ params }) => gesturePage('withdraw', params),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/retirer',
      access: askers,
      params: boardParams,
      body: noFields.extend({ reason: multiLine(500) }),
      async handle({ params, form: submitted, typed, user }) {
        const { board } = await findBoardOrThrow(deps, params);
        const reason = submitted.ok ? submitted.value.reason : '';
        const errors: FieldError[] = submitted.ok ? [] : submitted.errors;
        if (board.state === 'asked' && submitted.ok && reason === '')
          errors.push({ field: 'reason', key: 'answers.withdraw.no-reason' });
        if (errors.length > 0) return gesturePage('withdraw', params, { typed, errors });
        const done =
          board.state === 'prepared'
            ? await answers.requests.remove(actorOf(user), params.request)
            : await answers.requests.withdraw(actorOf(user), params.request, reason);
        if (!done.ok) return gesturePage('withdraw', params, { typed, errors: done.errors });
        return redirect(staffAddress(params.slug), messages('answers.flash.withdrawn'));
      },
    }),
  ];
}

/** What was ticked, as the form gives it back: `field`, or `field[0]`, `field[1]`… */
function listTyped(typed: Record<string, string>, field: string): string[] {
  return Object.entries(typed).flatMap(([name, value]) =>
    name === field || name.startsWith(`${field}[`) ? [value] : [],
  );
}
