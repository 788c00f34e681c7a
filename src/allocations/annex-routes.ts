import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { noFields } from '../web/fields.ts';
import { file, json, page, redirect, route, type Route } from '../web/route.ts';
import { progressOf } from './annex-page.ts';
import { fileNameOf } from './annexes.ts';
import { manifestFile, manifestFiles } from './manifest-files.ts';
import {
  actorOf,
  addressOf,
  dispatchers,
  findOrThrow,
  pageOf,
  readers,
  type AllocationsRoutesDeps,
} from './page-frame.ts';

const slug = z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/);
const slugParams = z.object({ slug });
const key = z.string().regex(/^(OFF-[0-9AB]{2,3}|REG-[0-9]{2})$/);

/** The notifications of credits: asked once, followed while they are made, then read with their manifest. */
export function createAnnexRoutes(deps: AllocationsRoutesDeps): Route[] {
  const { annexes, messages } = deps;

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits/notifier',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(deps, params.slug);
        const title = messages('allocations.annexes.ask-title');
        const model = {
          title,
          question: messages('allocations.annexes.question'),
          points: ['sealed', 'attached', 'final'].map((point) => ({
            text: messages(`allocations.annexes.point-${point}`),
          })),
          action: addressOf(params.slug, '/notifier'),
          hidden: [],
          submit: messages('allocations.annexes.submit'),
          back: addressOf(params.slug),
        };
        return page('web/confirm', await pageOf(deps, instruction, model, title));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/notifier',
      access: dispatchers,
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const { id } = await findOrThrow(deps, params.slug);
        const asked = await annexes.ask(actorOf(user), id);
        const [fault] = asked.ok ? [] : asked.errors;
        const sentence = asked.ok
          ? messages('allocations.annexes.asked', asked.value)
          : messages(fault?.key ?? 'form.invalid', fault?.params);
        return redirect(addressOf(params.slug, '#notifications'), sentence);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/notifications/reessayer',
      access: dispatchers,
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const { id } = await findOrThrow(deps, params.slug);
        const retried = await annexes.retry(actorOf(user), id);
        const key = retried.ok ? 'allocations.annexes.retried' : (retried.errors[0]?.key ?? 'form.invalid');
        return redirect(addressOf(params.slug, '#notifications'), messages(key));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/notifications/etat',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const standing = await annexes.standing((await findOrThrow(deps, params.slug)).id);
        if (standing === undefined) throw new AppError('not-found', 'no notifications were asked for');
        return json(progressOf(standing, messages, deps.clock.now()));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/notifications/:key.pdf',
      access: readers,
      params: z.object({ slug, key }),
      async handle({ params }) {
        const { id } = await findOrThrow(deps, params.slug);
        const bytes = await annexes.annexPdf(id, params.key);
        if (bytes === undefined) throw new AppError('not-found', 'no such notification');
        return file(bytes, { type: 'application/pdf', name: fileNameOf(params.key), inline: true });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/credits/manifeste/:file',
      access: readers,
      params: z.object({ slug, file: z.enum(manifestFiles) }),
      async handle({ params }) {
        const { id } = await findOrThrow(deps, params.slug);
        const sha256 = (await annexes.standing(id))?.signedSha256 ?? '';
        const found = manifestFile(await annexes.manifest(sha256), params.file);
        if (found === undefined) throw new AppError('not-found', 'no such file of the manifest');
        return file(found.bytes, { type: found.type, name: params.file });
      },
    }),
  ];
}
