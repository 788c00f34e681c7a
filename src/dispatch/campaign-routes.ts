import { z } from 'zod';
import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Instruction } from '../drafts/instructions.ts';
import {
  events,
  file,
  page,
  redirect,
  route,
  type CurrentUser,
  type Reply,
  type Route,
} from '../web/route.ts';
import { campaignCsv } from './campaign-csv.ts';
import {
  figuresOf,
  filterLines,
  sentenceOf,
  stateFilters,
  viewOfLine,
  type LineFilter,
} from './campaign-page.ts';
import type { Campaign } from './dispatch.ts';
import { liveEvents } from './live-events.ts';
import {
  addressOf,
  findOpened,
  findSubject,
  frameOf,
  isDispatcher,
  pageOf,
  printed,
  readers,
  type DispatchRoutesDeps,
} from './page-frame.ts';
import { createOpeningRoutes } from './opening-routes.ts';
import { slugParams } from './route-params.ts';

const filterQuery = z.object({
  etat: z.enum(stateFilters).catch(''),
  recherche: z.string().trim().max(100).catch(''),
  tri: z.enum(['nom', 'etat', 'date']).catch('nom'),
});
const orders = { nom: 'name', etat: 'state', date: 'changed' } as const;

/** The campaign: opened or not on the same address, followed live, steered by a dispatcher. */
export function createCampaignRoutes(deps: DispatchRoutesDeps): Route[] {
  const { dispatch, messages, clock } = deps;
  const opening = createOpeningRoutes(deps);

  async function campaignPage(
    instruction: Instruction,
    campaign: Campaign,
    query: z.output<typeof filterQuery>,
    user: CurrentUser | undefined,
  ): Promise<Reply> {
    const { slug } = instruction;
    const board = await dispatch.board(campaign.id);
    if (board === undefined) return redirect(`/instructions/${slug}`);
    const { standings } = board;
    const lines = filterLines(board.lines, filterOf(query));
    const steers = isDispatcher(user);
    const repair =
      campaign.pauseCause === 'mail-server' ? await dispatch.lastMisconfiguration(campaign.id) : undefined;
    const names = await deps.namesOf([campaign.openedBy]);
    const model = {
      frame: frameOf(messages, instruction, campaign.signedSha256),
      sentence: sentenceOf(messages, standings),
      openedAt: campaign.openedAt,
      openedBy: names.get(campaign.openedBy) ?? messages('dispatch.page.erased'),
      deadline: formatDay(campaign.deadlineOn),
      state: campaign.state,
      isOpen: campaign.state === 'open',
      ...(campaign.pauseCause === undefined
        ? {}
        : {
            paused: {
              sentence: messages(`dispatch.pause.${campaign.pauseCause}`),
              ...(repair === undefined ? {} : { reply: repair }),
            },
          }),
      isClosed: campaign.state === 'closed',
      mayPause: steers && campaign.state === 'open' && standings.offices.waiting > 0,
      mayResume: steers && campaign.state === 'paused',
      mayClose: steers && campaign.state !== 'closed' && standings.offices.waiting === 0,
      figures: figuresOf(messages, slug, standings),
      path: addressOf(slug),
      readAt: formatLongInstant(clock.now()),
      filter: printed({ words: query.recherche, state: query.etat, order: query.tri }),
      isFiltered: query.etat !== '' || query.recherche !== '',
      states: stateFilters.map((state) => ({
        ...printed({ value: state as string }),
        label: state === '' ? messages('dispatch.page.all') : stateLabel(state),
        selected: state === query.etat,
      })),
      orders: (['nom', 'etat', 'date'] as const).map((value) => ({
        value,
        label: messages(`dispatch.order.${value}`),
        selected: value === query.tri,
      })),
      exportHref: `${addressOf(slug, '/export.csv')}?${new URLSearchParams(query).toString()}`,
      shown: lines.length,
      lines: lines.map((line) =>
        printed({
          ...viewOfLine(messages, line),
          name: line.officeName,
          region: line.regionName ?? '',
          href: addressOf(slug, `/${line.officeId}`),
        }),
      ),
    };
    return page('dispatch/campaign', { ...pageOf(messages, instruction, model), scripts: ['live'] });
  }

  const stateLabel = (state: string) =>
    state === 'not-acknowledged'
      ? messages('dispatch.page.not-acknowledged')
      : messages(`dispatch.standing.${state}`);

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion',
      access: readers,
      params: slugParams,
      query: filterQuery,
      async handle({ params, query, user }) {
        const { instruction, campaign } = await findSubject(deps, params.slug);
        return campaign === undefined
          ? opening.openingPage(instruction, user)
          : campaignPage(instruction, campaign, query, user);
      },
    }),
    ...opening.routes,
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/evenements',
      access: readers,
      params: slugParams,
      async handle({ params, signal }) {
        const { campaign } = await findOpened(deps, params.slug);
        return events(
          liveEvents({ dispatch, messages, clock }, { campaignId: campaign.id, slug: params.slug }, signal),
        );
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/export.csv',
      access: readers,
      params: slugParams,
      query: filterQuery,
      async handle({ params, query }) {
        const { campaign } = await findOpened(deps, params.slug);
        const board = await dispatch.board(campaign.id);
        const lines = filterLines(board?.lines ?? [], filterOf(query));
        return file(campaignCsv(messages, lines), { type: 'text/csv', name: `diffusion-${params.slug}.csv` });
      },
    }),
  ];
}

function filterOf(query: z.output<typeof filterQuery>): LineFilter {
  return { state: query.etat, words: query.recherche, order: orders[query.tri] };
}
