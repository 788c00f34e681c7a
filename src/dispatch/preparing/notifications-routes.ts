import { z } from 'zod';
import { redirect, route, type Route } from '../../web/route.ts';
import { actorOf, dispatchers, type DispatchRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { addressOfStep, findPrepared } from './preparing-page.ts';

/** How the notifications of credits travel: chosen on the page that shows each mail. */
export function createNotificationsRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;
  return [
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/preparation/notifications',
      access: dispatchers,
      params: slugParams,
      body: z.object({ annexesBy: z.enum(['attachment', 'link']) }),
      async handle({ params, form, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const back = addressOfStep(params.slug, 'mail');
        if (!form.ok) return redirect(back, messages('preparing.notifications.choose'));
        const outcome = await preparing.choose(actorOf(user), found.preparation.id, form.value);
        const key = outcome.ok ? 'preparing.notifications.saved' : (outcome.errors[0]?.key ?? 'form.invalid');
        return redirect(back, messages(key));
      },
    }),
  ];
}
