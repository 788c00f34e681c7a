import { z } from 'zod';
import { formatCount } from '../../kernel/french-format.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { page, redirect, route, type CurrentUser, type Route } from '../../web/route.ts';
import type { CampaignStandings } from '../dispatch.ts';
import {
  actorOf,
  addressOf,
  counted,
  dispatchers,
  findOpened,
  pageOf,
  type DispatchRoutesDeps,
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';

const nothing = z.object({});

/** Something a dispatcher does to a whole campaign: its address, its words (`dispatch.NAME.…`), its act. */
interface Gesture {
  path: string;
  name: string;
  /** What it will do, in numbers, one sentence each. */
  pointsOf(standings: CampaignStandings): string[];
  act(user: CurrentUser | undefined, campaignId: string): Promise<Outcome<unknown>>;
}

/** What a dispatcher does to a whole campaign. Each gesture has a page that says what it will do, and asks once. */
export function createSteeringRoutes(deps: DispatchRoutesDeps): Route[] {
  const { dispatch, messages } = deps;
  const say = (key: string) => messages(`dispatch.${key}`);
  const sayCount = (key: string, count: number) => counted(messages, `dispatch.${key}`, count);

  function routesOf({ path, name, pointsOf, act }: Gesture): Route[] {
    const address = `/instructions/:slug/diffusion/${path}`;
    return [
      route({
        method: 'get',
        path: address,
        access: dispatchers,
        params: slugParams,
        async handle({ params }) {
          const { instruction, campaign } = await findOpened(deps, params.slug);
          const standings = await dispatch.standings(campaign.id);
          const title = say(`${name}.title`);
          const model = {
            title,
            question: say(`${name}.question`),
            points: (standings === undefined ? [] : pointsOf(standings)).map((text) => ({ text })),
            action: addressOf(params.slug, `/${path}`),
            hidden: [],
            submit: say(`${name}.submit`),
            back: addressOf(params.slug),
          };
          return page('web/confirm', await pageOf(deps, instruction, model, { title, below: true }));
        },
      }),
      route({
        method: 'post',
        path: address,
        access: dispatchers,
        params: slugParams,
        body: nothing,
        async handle({ params, user }) {
          const { campaign } = await findOpened(deps, params.slug);
          const outcome = await act(user, campaign.id);
          const [fault] = outcome.ok ? [] : outcome.errors;
          const said = fault === undefined ? say(`${name}.all-done`) : messages(fault.key, fault.params);
          return redirect(addressOf(params.slug), said);
        },
      }),
    ];
  }

  /** What will never be known or reached, if it stays so: said before anything that ends the campaign. */
  const leftBehind = ({ offices }: CampaignStandings) => [
    ...(offices.unknown > 0 ? [sayCount('left.unknown', offices.unknown)] : []),
    ...(offices.unreachable > 0 ? [sayCount('left.unreachable', offices.unreachable)] : []),
  ];

  return [
    {
      path: 'pause',
      name: 'pause',
      pointsOf: ({ offices }: CampaignStandings) => [
        sayCount('pause.point-waiting', offices.waiting),
        say('pause.point-again'),
      ],
      act: (user: CurrentUser | undefined, id: string) => dispatch.pause(actorOf(user), id),
    },
    {
      path: 'reprendre',
      name: 'resume',
      pointsOf: ({ offices }: CampaignStandings) => [sayCount('resume.point-waiting', offices.waiting)],
      act: (user: CurrentUser | undefined, id: string) => dispatch.resume(actorOf(user), id),
    },
    {
      path: 'reessayer',
      name: 'retry',
      pointsOf: ({ offices, deliveries }: CampaignStandings) => [
        sayCount('retry.point-unreachable', offices.unreachable),
        sayCount('retry.point-deferred', deliveries.deferred),
      ],
      act: (user: CurrentUser | undefined, id: string) => dispatch.retryAll(actorOf(user), id),
    },
    {
      path: 'annuler',
      name: 'cancel',
      pointsOf: (standings: CampaignStandings) => [
        messages('dispatch.cancel.point-left', { count: formatCount(standings.offices.waiting) }),
        ...['final', 'sent'].map((point) => say(`cancel.point-${point}`)),
      ],
      act: (user: CurrentUser | undefined, id: string) => dispatch.cancel(actorOf(user), id),
    },
    {
      path: 'clore',
      name: 'close',
      pointsOf: (standings: CampaignStandings) => [
        messages('dispatch.close.point-count', {
          acknowledged: formatCount(standings.acknowledged),
          asked: formatCount(standings.asked),
        }),
        ...leftBehind(standings),
        ...['statement', 'final', 'links'].map((point) => say(`close.point-${point}`)),
      ],
      act: (user: CurrentUser | undefined, id: string) => dispatch.closeCampaign(actorOf(user), id),
    },
  ].flatMap(routesOf);
}
