import { z } from 'zod';
import type { Outcome } from '../kernel/outcome.ts';
import { page, redirect, route, type CurrentUser, type Route } from '../web/route.ts';
import {
  actorOf,
  addressOf,
  dispatchers,
  findOpened,
  pageOf,
  type DispatchRoutesDeps,
} from './page-frame.ts';
import { slugParams } from './route-params.ts';

const nothing = z.object({});

/** What a dispatcher does to a whole campaign: pause, resume, close (on a page of its own). */
export function createSteeringRoutes(deps: DispatchRoutesDeps): Route[] {
  const { dispatch, messages } = deps;

  /** A gesture without a page of its own: done, or the reason why not, on the campaign's page. */
  function gesture(
    path: string,
    done: string,
    act: (user: CurrentUser | undefined, id: string) => Promise<Outcome<undefined>>,
  ) {
    return route({
      method: 'post',
      path: `/instructions/:slug/diffusion/${path}`,
      access: dispatchers,
      params: slugParams,
      body: nothing,
      async handle({ params, user }) {
        const { campaign } = await findOpened(deps, params.slug);
        const outcome = await act(user, campaign.id);
        const [fault] = outcome.ok ? [] : outcome.errors;
        return redirect(addressOf(params.slug), messages(fault?.key ?? done, fault?.params));
      },
    });
  }

  return [
    gesture('pause', 'dispatch.pause.done', (user, id) => dispatch.pause(actorOf(user), id)),
    gesture('reprendre', 'dispatch.resume.done', (user, id) => dispatch.resume(actorOf(user), id)),
    gesture('clore', 'dispatch.close.done', (user, id) => dispatch.closeCampaign(actorOf(user), id)),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/clore',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const { instruction } = await findOpened(deps, params.slug);
        const title = messages('dispatch.close.title');
        const model = {
          title,
          question: messages('dispatch.close.question'),
          points: ['final', 'links'].map((point) => ({ text: messages(`dispatch.close.point-${point}`) })),
          action: addressOf(params.slug, '/clore'),
          hidden: [],
          submit: messages('dispatch.close.submit'),
          back: addressOf(params.slug),
        };
        return page('dispatch/confirm', pageOf(messages, instruction, model, { title, below: true }));
      },
    }),
  ];
}
