import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { parisDayOf } from '../kernel/clock.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine } from '../web/fields.ts';
import { file, page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { messageModel } from './message-page.ts';
import { actorOf, addressOf, readers, sorters, type InboxRoutesDeps } from './page-frame.ts';
import { sortedKinds } from './sorting.ts';

const oneMessage = z.object({ id: z.string().max(80) });
const onePart = oneMessage.extend({ index: z.coerce.number().int().min(0).max(999) });
const tieForm = z.object({
  campaign: z.string({ error: 'form.required' }).min(1, 'form.required').max(80, 'form.invalid'),
  office: z.string({ error: 'form.required' }).min(1, 'form.required').max(20, 'form.invalid'),
  kind: z.enum(sortedKinds, { error: 'form.required' }),
});
const asideForm = z.object({ reason: multiLine(500, 1) });

/** One message: what it says, what was made of it, and what a dispatcher may decide about it. */
export function createMessageRoutes(deps: InboxRoutesDeps): Route[] {
  const { inbox, messages } = deps;

  async function messagePage(
    id: string,
    user: CurrentUser | undefined,
    refused: { typed: Record<string, string>; errors: FieldError[] } = { typed: {}, errors: [] },
  ): Promise<Reply> {
    const found = await inbox.find(id);
    if (found === undefined) throw new AppError('not-found', 'no such message');
    const people = [
      ...found.decisions.map(({ decidedBy }) => decidedBy).filter((who) => who !== 'system'),
      ...found.answers.map(({ writtenBy }) => writtenBy),
      ...(found.declared?.declared === undefined ? [] : [found.declared.declared.by]),
    ];
    const model = messageModel(messages, {
      found,
      campaigns: await deps.listCampaigns(),
      offices: await deps.officeNames(),
      names: await deps.namesOf(people),
      sorts: user?.roles.includes('dispatcher') ?? false,
      typed: refused.typed,
    });
    const breadcrumb = [{ label: messages('inbox.breadcrumb'), href: '/retours' }];
    const { errors } = refused;
    return page(
      'inbox/message',
      { title: model.title, breadcrumb, model, errors },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({
      method: 'get',
      path: '/retours/:id',
      access: readers,
      params: oneMessage,
      handle: ({ params, user }) => messagePage(params.id, user),
    }),
    route({
      method: 'get',
      path: '/retours/:id/source',
      access: readers,
      params: oneMessage,
      async handle({ params }) {
        const bytes = await inbox.source(params.id);
        const found = bytes && (await inbox.find(params.id));
        if (bytes === undefined || found === undefined) throw new AppError('not-found', 'no such message');
        const day = parisDayOf(new Date(found.message.receivedAt));
        // Never as a message that the browser would open by itself.
        return file(bytes, { type: 'application/octet-stream', name: messages('inbox.file-name', { day }) });
      },
    }),
    route({
      method: 'get',
      path: '/retours/:id/pieces/:index',
      access: readers,
      params: onePart,
      async handle({ params }) {
        const attachment = await inbox.attachment(params.id, params.index);
        if (attachment === undefined) throw new AppError('not-found', 'no such attachment');
        const name = attachment.name === '' ? `piece-${params.index + 1}` : attachment.name;
        return file(attachment.bytes, { type: 'application/octet-stream', name });
      },
    }),
    route({
      method: 'post',
      path: '/retours/:id/rattacher',
      access: sorters,
      params: oneMessage,
      body: tieForm,
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return messagePage(id, user, { typed, errors: form.errors });
        const { campaign, office, kind } = form.value;
        const outcome = await inbox.tie(actorOf(user), id, { campaignId: campaign, officeId: office, kind });
        if (outcome.ok) return redirect(addressOf(id), messages('inbox.tie.done'));
        const errors = outcome.errors.map((error) => ({ ...error, field: 'office' }));
        return messagePage(id, user, { typed, errors });
      },
    }),
    route({
      method: 'post',
      path: '/retours/:id/ecarter',
      access: sorters,
      params: oneMessage,
      body: asideForm,
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return messagePage(id, user, { typed, errors: form.errors });
        const outcome = await inbox.setAside(actorOf(user), id, form.value.reason);
        const key = outcome.ok ? 'inbox.aside.done' : (outcome.errors[0]?.key ?? '');
        return redirect(outcome.ok ? '/retours/a-classer' : addressOf(id), messages(key));
      },
    }),
  ];
}
