import { z } from 'zod';
import { withinPerimeter, type Perimeter } from '../kernel/perimeter.ts';
import { page, route, type Route } from '../web/route.ts';
import type { FilingState } from './filing-store.ts';
import type { MessageKind } from './message-reading.ts';
import type { ListedMessage } from './messages-store.ts';
import {
  addressOf,
  badgeOf,
  kinds,
  readers,
  senderWords,
  subjectWords,
  type InboxRoutesDeps,
} from './page-frame.ts';

const perPage = 50;
const filters = z.object({
  genre: z
    .enum(kinds as [MessageKind, ...MessageKind[]])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
type Filters = z.infer<typeof filters>;

/** What came back, and what of it waits for a person. */
export function createListRoutes(deps: InboxRoutesDeps): Route[] {
  const { inbox, messages } = deps;

  async function listPage(
    { genre, page: number }: Filters,
    { state, perimeter }: { state?: FilingState; perimeter: Perimeter | undefined },
  ) {
    const path = state === 'to-class' ? '/retours/a-classer' : '/retours';
    const wanted = { ...(state === undefined ? {} : { state }) };
    const counts = await inbox.count(wanted);
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const total = genre === undefined ? all : counts[genre];
    const listed = await inbox.list({
      ...wanted,
      ...(genre === undefined ? {} : { kind: genre }),
      limit: perPage,
      offset: (number - 1) * perPage,
    });
    const hrefOf = (kind: MessageKind | undefined, to = 1) => {
      const query = new URLSearchParams({
        ...(kind === undefined ? {} : { genre: kind }),
        ...(to > 1 ? { page: String(to) } : {}),
      });
      return query.size === 0 ? path : `${path}?${query}`;
    };
    const title = messages(state === 'to-class' ? 'inbox.title-to-class' : 'inbox.title');
    const model = {
      title,
      isRead: inbox.isRead,
      toClass: state === 'to-class',
      tabs: [
        {
          label: messages('inbox.title'),
          href: '/retours',
          count: await inbox.countIn(undefined),
          current: state === undefined,
        },
        {
          label: messages('inbox.state.to-class'),
          href: '/retours/a-classer',
          count: await inbox.countIn('to-class'),
          current: state === 'to-class',
        },
      ],
      kinds: [
        { label: messages('inbox.all'), href: hrefOf(undefined), count: all, current: genre === undefined },
        ...kinds
          .filter((kind) => counts[kind] > 0 || kind === genre)
          .map((kind) => ({
            label: messages(`inbox.filter.${kind}`),
            href: hrefOf(kind),
            count: counts[kind],
            current: kind === genre,
          })),
      ],
      total,
      isFiltered: genre !== undefined || number > 1,
      messages: await linesOf(listed, perimeter),
      ...(number > 1 ? { previous: hrefOf(genre, number - 1) } : {}),
      ...(number * perPage < total ? { next: hrefOf(genre, number + 1) } : {}),
    };
    const breadcrumb =
      state === 'to-class' ? [{ label: messages('inbox.breadcrumb'), href: '/retours' }] : [];
    return page('inbox/list', { title, breadcrumb, model });
  }

  /** Those of a perimeter: what is tied to no instruction belongs to none. */
  async function linesOf(every: ListedMessage[], perimeter: Perimeter | undefined) {
    const names = await deps.officeNames();
    const campaigns = new Map((await deps.listCampaigns()).map((campaign) => [campaign.id, campaign]));
    const listed = every.filter(({ filing: { tied } }) => {
      const year = campaigns.get(tied?.campaignId ?? '')?.year;
      return perimeter === undefined || (year !== undefined && withinPerimeter(perimeter, year));
    });
    return listed.map(({ id, receivedAt, words, filing }) => {
      const { tied, kind, state } = filing;
      const slug = campaigns.get(tied?.campaignId ?? '')?.slug;
      return {
        href: addressOf(id),
        subject: subjectWords(messages, words),
        from: senderWords(messages, words),
        at: receivedAt,
        badge: badgeOf[kind],
        kind: messages(`inbox.kind.${kind}`),
        state: messages(`inbox.state.${state}`),
        ...(tied === undefined || slug === undefined
          ? {}
          : {
              office: {
                name: names.get(tied.officeId) ?? tied.officeId,
                href: `/instructions/${slug}/diffusion/${tied.officeId}`,
              },
            }),
      };
    });
  }

  return [
    route({
      method: 'get',
      path: '/retours',
      access: readers,
      query: filters,
      handle: ({ query, user }) => listPage(query, { perimeter: user?.perimeter }),
    }),
    route({
      method: 'get',
      path: '/retours/a-classer',
      access: readers,
      query: filters,
      handle: ({ query, user }) => listPage(query, { state: 'to-class', perimeter: user?.perimeter }),
    }),
  ];
}
