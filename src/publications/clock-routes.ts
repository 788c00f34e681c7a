import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { day, multiLine, singleLine } from '../web/fields.ts';
import { file, page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { clockModel } from './clock-page.ts';
import { mostCopyBytes } from './copy.ts';
import { actorOf, addressOf, clockPage, findActOrThrow, readers, type ClockPagesDeps } from './page-frame.ts';
import { longestReason, longestSite, longestUrl, recorders } from './publication.ts';

const path = '/instructions/:slug/publication';
const params = z.object({ slug: z.string().max(200) });
const recordParams = params.extend({ publication: z.uuid() });

const recording = z.object({
  ...{ on: day(), site: singleLine(longestSite), url: singleLine(longestUrl) },
  remark: multiLine(longestReason),
});
const notApplicable = z.object({
  reason: multiLine(longestReason, 1),
  confirmed: z.enum(['yes', 'no', '']).default(''),
});

interface Given {
  typed?: Record<string, string>;
  errors?: FieldError[];
}

/** The tab « Publication » of an instruction: its clock, and what people record of where it was published. */
export function createClockRoutes(deps: ClockPagesDeps): Route[] {
  const { publications, messages } = deps;
  const done = (slug: string, key: string) => redirect(addressOf(slug), messages(`publications.done.${key}`));
  const statusOf = (errors: FieldError[]) => (errors.length > 0 ? 422 : 200);

  async function recordPage(slug: string, { typed = {}, errors = [] }: Given): Promise<Reply> {
    const act = await findActOrThrow(deps, slug);
    const title = messages('publications.record-title');
    const { on = '', site = '', url = '', remark = '' } = typed;
    const isSigned = (await publications.standingOf(act.id)) !== undefined;
    const form = { on, site, url, remark, again: errors.length > 0 };
    const model = { title, back: addressOf(slug), action: addressOf(slug, '/enregistrer') };
    const shared = await clockPage(deps, act, { ...model, ...(isSigned && { form }) }, title);
    return page('publications/record', { ...shared, errors }, statusOf(errors));
  }

  async function notApplicablePage(
    slug: string,
    { typed = {}, errors = [], confirm }: Given & { confirm?: string },
  ): Promise<Reply> {
    const act = await findActOrThrow(deps, slug);
    const title = messages('publications.not-applicable-title');
    const standing = await publications.standingOf(act.id);
    const state = standing?.state ?? 'not-signed';
    const model = {
      ...{ title, back: addressOf(slug), action: addressOf(slug, '/non-applicable') },
      ...(state !== 'not-published'
        ? { impossible: messages(`publications.${state === 'not-signed' ? state : `already-${state}`}`) }
        : confirm === undefined
          ? { form: { reason: typed['reason'] ?? '' } }
          : { confirm: { reason: confirm } }),
    };
    return page(
      'publications/not-applicable',
      { ...(await clockPage(deps, act, model, title)), errors },
      statusOf(errors),
    );
  }

  async function withdrawPage(slug: string, id: string, { typed = {}, errors = [] }: Given): Promise<Reply> {
    const act = await findActOrThrow(deps, slug);
    const title = messages('publications.withdraw-title');
    const { records } = await clockModel(deps, act, undefined);
    const all = await publications.listOf({ kind: 'instruction', id: act.id });
    const index = all.findIndex((one) => one.id === id);
    const told = records.toReversed()[index];
    const isThere = index >= 0 && all[index]?.withdrawn === undefined;
    const model = {
      ...{ title, back: addressOf(slug), action: addressOf(slug, `/retirer/${id}`) },
      ...(isThere && told
        ? { form: { what: told.title, recorded: told.recorded, reason: typed['reason'] ?? '' } }
        : {}),
    };
    const shared = await clockPage(deps, act, model, title);
    return page('publications/withdraw', { ...shared, errors }, statusOf(errors));
  }

  return [
    route({
      method: 'get',
      path,
      access: readers,
      params,
      async handle({ params: { slug }, user }) {
        const act = await findActOrThrow(deps, slug);
        return page('publications/clock', await clockPage(deps, act, await clockModel(deps, act, user)));
      },
    }),
    route({
      method: 'get',
      path: `${path}/enregistrer`,
      access: recorders,
      params,
      handle: ({ params: { slug } }) => recordPage(slug, {}),
    }),
    route({
      method: 'post',
      path: `${path}/enregistrer`,
      access: recorders,
      params,
      upload: { field: 'copy', maxBytes: mostCopyBytes, tooLarge: 'beside-field' },
      body: recording,
      async handle({ params: { slug }, form, typed, user, file: copy, fileTooLarge }) {
        if (!form.ok) return recordPage(slug, { typed, errors: form.errors });
        const { id } = await findActOrThrow(deps, slug);
        const given = { bytes: copy?.bytes, tooLarge: fileTooLarge };
        const subject = { kind: 'instruction', id } as const;
        const recorded = await publications.record(actorOf(user), subject, form.value, given);
        if (!recorded.ok) return recordPage(slug, { typed, errors: recorded.errors });
        return done(slug, 'recorded');
      },
    }),
    route({
      method: 'get',
      path: `${path}/non-applicable`,
      access: recorders,
      params,
      handle: ({ params: { slug } }) => notApplicablePage(slug, {}),
    }),
    route({
      method: 'post',
      path: `${path}/non-applicable`,
      access: recorders,
      params,
      body: notApplicable,
      async handle({ params: { slug }, form, typed, user }) {
        if (!form.ok) return notApplicablePage(slug, { typed, errors: form.errors });
        const { reason, confirmed } = form.value;
        if (confirmed === 'no') return notApplicablePage(slug, { typed });
        if (confirmed !== 'yes') return notApplicablePage(slug, { typed, confirm: reason });
        const { id } = await findActOrThrow(deps, slug);
        const said = await publications.sayNotApplicable(actorOf(user), { kind: 'instruction', id }, reason);
        if (!said.ok) return notApplicablePage(slug, { typed, errors: said.errors });
        return done(slug, 'not-applicable');
      },
    }),
    route({
      method: 'get',
      path: `${path}/retirer/:publication`,
      access: recorders,
      params: recordParams,
      handle: ({ params: { slug, publication } }) => withdrawPage(slug, publication, {}),
    }),
    route({
      method: 'post',
      path: `${path}/retirer/:publication`,
      access: recorders,
      params: recordParams,
      body: z.object({ reason: multiLine(longestReason, 1) }),
      async handle({ params: { slug, publication: publicationId }, form, typed, user }) {
        if (!form.ok) return withdrawPage(slug, publicationId, { typed, errors: form.errors });
        const { id } = await findActOrThrow(deps, slug);
        const { reason } = form.value;
        const subject = { kind: 'instruction', id } as const;
        const withdrawn = await publications.withdraw(actorOf(user), subject, { publicationId, reason });
        if (!withdrawn.ok) return withdrawPage(slug, publicationId, { typed, errors: withdrawn.errors });
        return done(slug, 'withdrawn');
      },
    }),
    route({
      method: 'get',
      path: `${path}/copies/:publication`,
      access: readers,
      params: recordParams,
      async handle({ params: { slug, publication } }) {
        const { id } = await findActOrThrow(deps, slug);
        const { bytes, mediaType } = await publications.copyOf({ kind: 'instruction', id }, publication);
        const ending = mediaType.split('/')[1]?.replace('jpeg', 'jpg') ?? 'pdf';
        return file(bytes, { type: mediaType, name: `${slug}-publication.${ending}` });
      },
    }),
  ];
}
