import { parisDayOf } from '../../kernel/clock.ts';
import { formatDay, formatLongInstant } from '../../kernel/french-format.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import {
  events,
  file,
  page,
  redirect,
  route,
  type CurrentUser,
  type Reply,
  type Route,
} from '../../web/route.ts';
import { campaignCsv, campaignXlsx } from './campaign-export.ts';
import { boardModel } from './board-page.ts';
import { campaignQuery, filterOf, type CampaignQuery } from './campaign-query.ts';
import type { Campaign, OfficeLine } from '../dispatch.ts';
import { filterLines } from './line-filter.ts';
import { liveEvents } from './live-events.ts';
import {
  addressOf,
  findOpened,
  findSubject,
  frameOf,
  isDispatcher,
  pageOf,
  readers,
  type DispatchRoutesDeps,
} from '../page-frame.ts';
import { createOpeningRoutes } from '../preparing/opening-routes.ts';
import { gesturesOf } from './gestures-page.ts';
import { ratesModel } from './rates-page.ts';
import { slugParams } from '../route-params.ts';
import { createStatementRoutes, statementModel } from './statement-routes.ts';

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The campaign: opened or not on the same address, followed live, steered by a dispatcher. */
export function createCampaignRoutes(deps: DispatchRoutesDeps): Route[] {
  const { dispatch, reminding, messages, clock } = deps;
  const opening = createOpeningRoutes(deps);

  async function campaignPage(
    instruction: Instruction,
    campaign: Campaign,
    query: CampaignQuery,
    user: CurrentUser | undefined,
  ): Promise<Reply> {
    const { slug } = instruction;
    const board = await dispatch.board(campaign.id);
    if (board === undefined) return redirect(`/instructions/${slug}`);
    const repair =
      campaign.pauseCause === 'mail-server' ? await dispatch.lastMisconfiguration(campaign.id) : undefined;
    const names = await deps.namesOf([campaign.openedBy]);
    const now = clock.now();
    const model = {
      frame: await frameOf(deps, instruction),
      openedAt: campaign.openedAt,
      openedBy: names.get(campaign.openedBy) ?? messages('dispatch.page.erased'),
      deadline: formatDay(campaign.deadlineOn),
      state: campaign.state,
      ...(campaign.pauseCause === undefined
        ? {}
        : {
            paused: {
              sentence: messages(`dispatch.pause.${campaign.pauseCause}`),
              ...(repair === undefined ? {} : { reply: repair }),
            },
          }),
      isClosed: campaign.state === 'closed',
      isCancelled: campaign.state === 'cancelled',
      ...ratesModel(messages, dispatch.rates),
      ...statementModel(messages, slug, await deps.statements.find(campaign.id)),
      ...gesturesOf(messages, slug, board.standings, { steers: isDispatcher(user), today: parisDayOf(now) }),
      path: addressOf(slug),
      remindersHref: addressOf(slug, '/relances'),
      readAt: formatLongInstant(now),
      ...boardModel(messages, {
        slug,
        board,
        query,
        now,
        silence: await reminding.silence(campaign.id),
      }),
    };
    return page('dispatch/campaign', { ...(await pageOf(deps, instruction, model)), scripts: ['live'] });
  }

  /** The list as the page shows it, under the same filter and in the same order. */
  function exported(name: string, type: string, write: (lines: OfficeLine[]) => Promise<Uint8Array>): Route {
    return route({
      method: 'get',
      path: `/instructions/:slug/diffusion/${name}`,
      access: readers,
      params: slugParams,
      query: campaignQuery,
      async handle({ params, query }) {
        const { campaign } = await findOpened(deps, params.slug);
        const board = await dispatch.board(campaign.id);
        const lines = filterLines(board?.lines ?? [], filterOf(query));
        return file(await write(lines), { type, name: name.replace('export', `diffusion-${params.slug}`) });
      },
    });
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion',
      access: readers,
      params: slugParams,
      query: campaignQuery,
      async handle({ params, query, user }) {
        const { instruction, campaign } = await findSubject(deps, params.slug);
        return campaign === undefined
          ? opening.openingPage(instruction, user)
          : campaignPage(instruction, campaign, query, user);
      },
    }),
    ...opening.routes,
    ...createStatementRoutes(deps),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/evenements',
      access: readers,
      params: slugParams,
      async handle({ params, signal }) {
        const { campaign } = await findOpened(deps, params.slug);
        return events(
          liveEvents(
            { dispatch, reminding, messages, clock },
            { campaignId: campaign.id, slug: params.slug },
            signal,
          ),
        );
      },
    }),
    exported('export.csv', 'text/csv', async (lines) => campaignCsv(messages, lines)),
    exported('export.xlsx', xlsxType, (lines) => campaignXlsx(messages, lines)),
  ];
}
