import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { optionalDay, optionalLine, singleLine } from '../web/fields.ts';
import { file, page, redirect, route, type Reply, type Role, type Route } from '../web/route.ts';
import { circularModel, type CircularPageDeps } from './circular-page.ts';
import { listModel } from './list-page.ts';
import { longest } from './past-circular.ts';
import type { PastCircular } from './past-circulars.ts';
import { address } from './words-page.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const keepers: readonly Role[] = ['drafter', 'dispatcher'];

// A wrong filter in an address asks for nothing; it is not worth an error page.
const filter = (most: number) => z.string().trim().max(most).catch('').default('');
const filters = z.object({ annee: filter(8), lecture: filter(12), titre: filter(200) });
const slugParams = z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/) });
const fromPage = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1) });

const knownFields = z.object({
  titre: singleLine(longest.title),
  annee: optionalLine(4).pipe(z.string().regex(/^(\d{4})?$/, 'form.not-a-number')),
  signature: optionalDay(),
  nor: optionalLine(longest.nor),
  signataire: optionalLine(longest.signatory),
  objet: optionalLine(longest.subject),
  vu: z.coerce.number().int().min(1),
});

/** Circulars from before Estafette: their list, each one, its file, and the correction of what is known. */
export function createPastCircularsRoutes(deps: CircularPageDeps): Route[] {
  const { pastCirculars, messages } = deps;

  async function findOrThrow(slug: string): Promise<PastCircular> {
    const found = await pastCirculars.find(slug);
    if (found === undefined) throw new AppError('not-found', 'no such past circular');
    return found;
  }

  const home = { label: messages('past-circulars.title'), href: address };

  function correctionPage(
    circular: PastCircular,
    typed: Record<string, string>,
    errors: Parameters<typeof page>[1]['errors'] = [],
  ): Reply {
    const title = messages('past-circulars.correct.title');
    const path = `${address}/${circular.slug}`;
    const known = {
      ...{ titre: circular.title, annee: String(circular.year ?? ''), signature: circular.signedOn ?? '' },
      ...{ nor: circular.nor ?? '', signataire: circular.signatory ?? '', objet: circular.subject ?? '' },
    };
    const model = { title, action: `${path}/corriger`, back: path, seen: circular.number };
    const fields = Object.fromEntries(
      Object.entries(known).map(([name, value]) => [name, typed[name] ?? value]),
    );
    const breadcrumb = [home, { label: circular.title, href: path }];
    const content = { title, breadcrumb, model: { ...model, ...fields }, errors };
    return page('past-circulars/correct', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: address,
      access: readers,
      query: filters,
      async handle({ query, user }) {
        const mayAdd = keepers.some((role) => user?.roles.includes(role));
        const options = { messages, mayAdd, perimeter: user?.perimeter };
        const model = listModel(await pastCirculars.list(), query, options);
        return page('past-circulars/list', { title: model.title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: `${address}/:slug`,
      access: readers,
      params: slugParams,
      query: fromPage,
      async handle({ params, query, user }) {
        const circular = await findOrThrow(params.slug);
        const mayCorrect = keepers.some((role) => user?.roles.includes(role));
        const mayPublish = user?.roles.includes('dispatcher') ?? false;
        const asked = { from: query.page, mayCorrect, mayPublish };
        const model = await circularModel(deps, circular, asked);
        return page('past-circulars/circular', { title: model.title, breadcrumb: [home], model });
      },
    }),
    route({
      method: 'get',
      path: `${address}/:slug/original.pdf`,
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const circular = await findOrThrow(params.slug);
        const bytes = await pastCirculars.bytesOf(circular);
        if (bytes === undefined) throw new AppError('not-found', 'the file is not there');
        return file(bytes, { type: 'application/pdf', name: `${circular.slug}.pdf`, inline: true });
      },
    }),
    route({
      method: 'get',
      path: `${address}/:slug/corriger`,
      access: keepers,
      params: slugParams,
      handle: async ({ params }) => correctionPage(await findOrThrow(params.slug), {}),
    }),
    route({
      method: 'post',
      path: `${address}/:slug/corriger`,
      access: keepers,
      params: slugParams,
      body: knownFields,
      async handle({ params, form, typed, user }) {
        const circular = await findOrThrow(params.slug);
        if (!form.ok) return correctionPage(circular, typed, form.errors);
        const { titre: title, annee, signature: signedOn, nor, signataire, objet, vu: seen } = form.value;
        const done = await pastCirculars.correct(user?.id ?? '', circular.id, {
          seen,
          facts: {
            ...{ title, signedOn, year: annee === '' ? undefined : Number(annee) },
            ...{ nor: nor || undefined, signatory: signataire || undefined, subject: objet || undefined },
          },
        });
        if (!done.ok) return correctionPage(await findOrThrow(params.slug), typed, done.errors);
        return redirect(`${address}/${params.slug}`, messages(`past-circulars.correct.${done.value}`));
      },
    }),
  ];
}
