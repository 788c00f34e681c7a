import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import { withinPerimeter } from '../../kernel/perimeter.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { multiLine } from '../../web/fields.ts';
import {
  page as webPage,
  redirect,
  route,
  type CurrentUser,
  type Reply,
  type Route,
} from '../../web/route.ts';
import { actorOf, readers } from '../page-frame.ts';
import { addressOf } from './citizen-page.ts';
import { longestPublicReason, publishers } from './listing.ts';
import type { PublicPage } from './public-page.ts';
import { kindsInPaths, staffModel, toBePublicModel, type KindInPath } from './staff-page.ts';

export interface PublicStaffDeps {
  page: PublicPage;
  listSigned(): Promise<{ id: string; title: string; year: number; signedOn: string }[]>;
  messages: Messages;
}

const root = '/page-publique';
const textParams = z.object({
  kind: z.enum(Object.keys(kindsInPaths) as [KindInPath, ...KindInPath[]]),
  id: z.uuid(),
});
const publishing = z.object({
  sha256: z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid'),
  reason: multiLine(longestPublicReason, 1),
  confirmed: z.enum(['yes', 'no', '']).default(''),
});

/** Putting a text on the public page, and taking it away: a person's act, with a reason. */
export function createPublicStaffRoutes(deps: PublicStaffDeps): Route[] {
  const { page, messages } = deps;
  const home = { label: messages('public-page.staff-title'), href: root };
  const mayPublish = (user: CurrentUser | undefined) =>
    publishers.some((role) => user?.roles.includes(role) ?? false);

  async function publishPage(
    { kind, id }: { kind: KindInPath; id: string },
    {
      reason = '',
      errors = [],
      confirm = false,
    }: { reason?: string; errors?: FieldError[]; confirm?: boolean },
  ): Promise<Reply> {
    const text = await page.sources[kindsInPaths[kind]]?.find(id);
    if (text === undefined)
      throw new AppError('not-found', 'nothing to publish', { messageKey: 'public-page.not-signed' });
    const entry = (await page.listEntries()).find((each) => each.id === id);
    const isListed = entry !== undefined && entry.listing.withdrawn === undefined;
    const title = messages('public-page.publish-title');
    const { standing } = await page.designations.standing();
    const url = `${page.publicUrl()}${addressOf(entry?.listing.slug ?? text.slug)}`;
    const model = {
      ...{ heading: title, action: `${root}/publier/${kind}/${id}`, back: root, reason },
      text: toBePublicModel(text, { url, isDesignated: standing !== undefined, messages }),
      ...{ isListed, confirm: confirm && !isListed, form: !confirm && !isListed },
    };
    const told = { title: `${title} – ${text.title}`, breadcrumb: [home], model, errors };
    return webPage('publications/publish', told, errors.length > 0 ? 422 : 200);
  }

  async function withdrawPage(
    listingId: string,
    { reason = '', errors = [] }: { reason?: string; errors?: FieldError[] },
  ): Promise<Reply> {
    const entry = (await page.listEntries()).find(({ listing }) => listing.id === listingId);
    if (entry === undefined) throw new AppError('not-found', 'no such listing');
    const title = messages('public-page.withdraw-title');
    const isOnline = entry.listing.withdrawn === undefined;
    const model = {
      ...{ heading: title, title: entry.title, action: `${root}/retirer/${listingId}`, back: root, reason },
      ...{ isOnline, address: `${page.publicUrl()}${addressOf(entry.listing.slug)}` },
    };
    const told = { title: `${title} – ${entry.title}`, breadcrumb: [home], model, errors };
    return webPage('publications/public-withdraw', told, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: root,
      access: readers,
      async handle({ user }) {
        // What is published is everyone's to read; what is not is held to the mission.
        const listSigned = async () =>
          (await deps.listSigned()).filter(({ year }) => withinPerimeter(user?.perimeter, year));
        const model = await staffModel({ page, listSigned }, { mayPublish: mayPublish(user), messages });
        return webPage('publications/public-staff', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: `${root}/publier/:kind/:id`,
      access: publishers,
      params: textParams,
      handle: ({ params }) => publishPage(params, {}),
    }),
    route({
      method: 'post',
      path: `${root}/publier/:kind/:id`,
      access: publishers,
      params: textParams,
      body: publishing,
      async handle({ params, form, typed, user }) {
        if (!form.ok) return publishPage(params, { reason: typed['reason'] ?? '', errors: form.errors });
        const { sha256, reason, confirmed } = form.value;
        if (confirmed !== 'yes') return publishPage(params, { reason, confirm: confirmed === '' });
        const subject = { kind: kindsInPaths[params.kind], id: params.id };
        const published = await page.publish(actorOf(user), subject, { sha256, reason });
        if (!published.ok) return publishPage(params, { reason, errors: published.errors });
        return redirect(root, messages('public-page.done.published'));
      },
    }),
    route({
      method: 'get',
      path: `${root}/retirer/:listing`,
      access: publishers,
      params: z.object({ listing: z.uuid() }),
      handle: ({ params: { listing } }) => withdrawPage(listing, {}),
    }),
    route({
      method: 'post',
      path: `${root}/retirer/:listing`,
      access: publishers,
      params: z.object({ listing: z.uuid() }),
      body: z.object({ reason: multiLine(longestPublicReason, 1) }),
      async handle({ params: { listing }, form, typed, user }) {
        const reason = typed['reason'] ?? '';
        if (!form.ok) return withdrawPage(listing, { reason, errors: form.errors });
        const withdrawn = await page.withdraw(actorOf(user), listing, form.value.reason);
        if (!withdrawn.ok) return withdrawPage(listing, { reason, errors: withdrawn.errors });
        return redirect(root, messages('public-page.done.withdrawn'));
      },
    }),
  ];
}
