import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { day } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { faultOfDeadline } from './opening.ts';
import {
  actorOf,
  addressOf,
  counted,
  dispatchers,
  findSubject,
  frameOf,
  isDispatcher,
  pageOf,
  type DispatchRoutesDeps,
} from './page-frame.ts';
import { slugParams } from './route-params.ts';

/** Before the campaign: what opening it will do, in numbers, then one page to confirm it. */
export function createOpeningRoutes(deps: DispatchRoutesDeps) {
  const { dispatch, instructions, messages, clock } = deps;
  const today = () => parisDayOf(clock.now());

  /** The page of a campaign that is not opened yet. `deadlineOn` is what was typed. */
  async function openingPage(
    instruction: Instruction,
    user: CurrentUser | undefined,
    given: { deadlineOn?: string; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const signed = await instructions.signedVersion(instruction.id);
    const forecast = await dispatch.forecast();
    const wished = given.deadlineOn ?? signed?.fields['acknowledgementDeadline'] ?? '';
    const deadlineOn =
      given.errors !== undefined || faultOfDeadline(wished, today()) === undefined
        ? wished
        : inTwoWeeks(today());
    const model = {
      frame: frameOf(messages, instruction, signed?.sha256),
      isSigned: signed !== undefined,
      mayOpen: signed !== undefined && isDispatcher(user),
      sentence: willWrite(forecast.reachable),
      withoutContact: forecast.withoutContact.map(({ id, name }) => ({ name, href: `/prefectures/${id}` })),
      withoutContactCount: forecast.withoutContact.length,
      confirmHref: addressOf(instruction.slug, '/confirmer'),
      deadlineOn,
      documentHref: `/instructions/${instruction.slug}/document`,
    };
    const content = pageOf(messages, instruction, model);
    if (given.errors === undefined) return page('dispatch/opening', content);
    return page('dispatch/opening', { ...content, errors: given.errors }, 422);
  }

  const willWrite = (reachable: number) =>
    reachable === 1
      ? messages('dispatch.confirm.question-one')
      : messages('dispatch.confirm.question-many', { count: reachable });

  const routes: Route[] = [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/confirmer',
      access: dispatchers,
      params: slugParams,
      query: z.object({ deadlineOn: z.string().max(40).default('') }),
      async handle({ params, query, user }) {
        const { instruction, campaign } = await findSubject(deps, params.slug);
        if (campaign !== undefined) return redirect(addressOf(params.slug));
        const typed = day().safeParse(query.deadlineOn);
        const deadlineOn = typed.success ? typed.data : query.deadlineOn;
        const fault = faultOfDeadline(deadlineOn, today());
        if (fault !== undefined) return openingPage(instruction, user, { deadlineOn, errors: [fault] });
        const { reachable, withoutContact } = await dispatch.forecast();
        const missing = withoutContact.length;
        const model = {
          title: messages('dispatch.confirm.title'),
          question: willWrite(reachable),
          points: [
            {
              text:
                missing === 0
                  ? messages('dispatch.confirm.all-reachable')
                  : counted(messages, 'dispatch.confirm.unreachable', missing),
            },
            { text: messages('dispatch.confirm.point-deadline', { deadline: formatDay(deadlineOn) }) },
            { text: messages('dispatch.confirm.point-final') },
          ],
          action: addressOf(params.slug),
          hidden: [{ name: 'deadlineOn', value: deadlineOn }],
          submit: messages('dispatch.confirm.submit'),
          back: addressOf(params.slug),
        };
        return page(
          'dispatch/confirm',
          pageOf(messages, instruction, model, { title: messages('dispatch.confirm.title'), below: true }),
        );
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion',
      access: dispatchers,
      params: slugParams,
      body: z.object({ deadlineOn: day() }),
      async handle({ params, form, typed, user }) {
        const { instruction } = await findSubject(deps, params.slug);
        const deadlineOn = typed['deadlineOn'] ?? '';
        if (!form.ok) return openingPage(instruction, user, { deadlineOn, errors: form.errors });
        const outcome = await dispatch.openCampaign(actorOf(user), instruction.id, form.value);
        if (!outcome.ok) return openingPage(instruction, user, { deadlineOn, errors: outcome.errors });
        return redirect(addressOf(params.slug), messages('dispatch.confirm.done'));
      },
    }),
  ];
  return { routes, openingPage };
}

function inTwoWeeks(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + 14 * 86_400_000).toISOString().slice(0, 10);
}
