import { z } from 'zod';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { noFields } from '../../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, addressOf, counted, dispatchers, pageOf, type DispatchRoutesDeps } from '../page-frame.ts';
import { blockersOf } from './preflight.ts';
import { addressOfStep, findPrepared, headlineOf, pointsOf, type Prepared } from './preparing-page.ts';
import { slugParams } from '../route-params.ts';

/** The last page before a departure says in numbers what will happen; and what undoes a preparation. */
export function createConfirmingRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;

  async function confirmPage({ instruction, preparation }: Prepared, errors?: FieldError[]): Promise<Reply> {
    const { slug } = instruction;
    const { dueAt } = preparation;
    const when = dueAt === undefined ? 'now' : 'later';
    const plan = await preparing.plan(preparation);
    const { checks, overruled } = await preparing.preflight(preparation);
    const blockers = blockersOf(checks, overruled);
    const isNotMade = blockers.some(({ finding }) => finding === 'annexes not-made');
    const sentences = (list: typeof checks) =>
      list.map(({ key, params }) => ({ text: messages(key, params) }));
    const title = messages(`preparing.title.confirm-${when}`);
    const points = plan === undefined ? [] : pointsOf(messages, plan, dueAt);
    const ignored = checks.filter(({ level }) => level === 'blocking').length - blockers.length;
    const model = {
      title,
      question: plan === undefined ? '' : headlineOf(messages, plan),
      points: [
        ...points,
        ...(ignored === 0 ? [] : [counted(messages, 'preparing.confirm.overruled', ignored)]),
      ].map((point) => ({ text: point })),
      blockers: sentences(blockers),
      warnings: sentences(checks.filter(({ level }) => level === 'warning')),
      mayLeave: plan !== undefined && blockers.length === 0,
      action: addressOf(slug),
      plan: plan?.sha256 ?? '',
      submit: messages(`preparing.confirm.submit-${when}`),
      ...(isNotMade ? { notifyHref: `/instructions/${slug}/credits/notifier` } : {}),
      checksHref: addressOfStep(slug, 'checks'),
      mailHref: addressOfStep(slug, 'mail'),
      recipientsHref: addressOfStep(slug, 'recipients'),
      departureHref: addressOfStep(slug, 'departure'),
      back: addressOf(slug),
    };
    const content = await pageOf(deps, instruction, model, { title, below: true });
    if (errors === undefined) return page('dispatch/preparing-confirm', content);
    return page('dispatch/preparing-confirm', { ...content, errors }, 422);
  }

  /** A gesture on the whole preparation: done, or the reason why not, on the page that says where it stands. */
  function gesture(
    path: string,
    states: readonly Prepared['preparation']['state'][],
    done: string,
    act: 'abandon' | 'reopen',
  ) {
    return route({
      method: 'post',
      path: `/instructions/:slug/diffusion/preparation/${path}`,
      access: dispatchers,
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const found = await findPrepared(deps, params.slug, states);
        if ('elsewhere' in found) return found.elsewhere;
        const outcome = await preparing[act](actorOf(user), found.preparation);
        return redirect(
          addressOf(params.slug),
          messages(outcome.ok ? done : (outcome.errors[0]?.key ?? done)),
        );
      },
    });
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/confirmer',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const found = await findPrepared(deps, params.slug);
        return 'elsewhere' in found ? found.elsewhere : confirmPage(found);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion',
      access: dispatchers,
      params: slugParams,
      body: z.object({ plan: z.string().max(64).default('') }),
      async handle({ params, form, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const { preparation } = found;
        const plan = form.ok ? form.value.plan : '';
        const outcome = await preparing.depart(actorOf(user), preparation, plan);
        if (!outcome.ok) return confirmPage(found, outcome.errors);
        const { dueAt } = preparation;
        return redirect(
          addressOf(params.slug),
          dueAt === undefined
            ? messages('preparing.depart.done-now')
            : messages('preparing.depart.done-later', { at: formatLongInstant(dueAt) }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/annuler',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const found = await findPrepared(deps, params.slug, ['scheduled']);
        if ('elsewhere' in found) return found.elsewhere;
        const title = messages('preparing.title.cancel');
        const at = formatLongInstant(found.preparation.dueAt ?? '');
        const model = {
          title,
          question: messages('preparing.confirm.cancel', { at }),
          points: [{ text: messages('preparing.confirm.cancel-point') }],
          action: addressOf(params.slug, '/preparation/annuler'),
          hidden: [],
          submit: messages('preparing.confirm.cancel-submit'),
          back: addressOf(params.slug),
        };
        return page('web/confirm', await pageOf(deps, found.instruction, model, { title, below: true }));
      },
    }),
    gesture('annuler', ['scheduled'], 'preparing.departure.cancelled', 'reopen'),
    gesture('reprendre', ['held'], 'preparing.resumed', 'reopen'),
    gesture('abandonner', ['open', 'held'], 'preparing.abandoned', 'abandon'),
  ];
}
