import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { optionalDay, optionalLine, singleLine } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Role, type Route } from '../web/route.ts';
import { longest, type CircularFacts } from './past-circular.ts';
import type { PastCircular, PastCirculars } from './past-circulars.ts';
import { address } from './words-page.ts';

/** Who adds past circulars, and corrects what is known of them. */
export const keepers: readonly Role[] = ['drafter', 'dispatcher'];
export const slugParams = z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/) });

/** What a browser sends in one go; the command takes larger files. */
const largestFile = 30_000_000;

const knownFields = z.object({
  titre: singleLine(longest.title),
  annee: optionalLine(4).pipe(z.string().regex(/^(\d{4})?$/, 'form.not-a-number')),
  signature: optionalDay(),
  nor: optionalLine(longest.nor),
  signataire: optionalLine(longest.signatory),
  objet: optionalLine(longest.subject),
});
const correctedFields = knownFields.extend({ vu: z.coerce.number().int().min(1) });

function factsOf(typed: z.infer<typeof knownFields>): CircularFacts {
  const { titre: title, annee, signature: signedOn, nor, signataire, objet } = typed;
  return {
    ...{ title, signedOn, year: annee === '' ? undefined : Number(annee) },
    ...{ nor: nor || undefined, signatory: signataire || undefined, subject: objet || undefined },
  };
}

const fieldNames = ['titre', 'annee', 'signature', 'nor', 'signataire', 'objet'] as const;
const fieldsOf = (typed: Record<string, string>, known: Record<string, string> = {}) =>
  Object.fromEntries(fieldNames.map((name) => [name, typed[name] ?? known[name] ?? '']));

/** Adding one circular by hand, and correcting what is known of one. */
export function createKeepingRoutes({
  pastCirculars,
  messages,
}: {
  pastCirculars: PastCirculars;
  messages: Messages;
}): Route[] {
  const home = { label: messages('past-circulars.title'), href: address };

  async function findOrThrow(slug: string): Promise<PastCircular> {
    const found = await pastCirculars.find(slug);
    if (found === undefined) throw new AppError('not-found', 'no such past circular');
    return found;
  }

  function addingPage(typed: Record<string, string>, errors: FieldError[] = []): Reply {
    const title = messages('past-circulars.add.title');
    const model = { title, again: errors.length > 0, ...fieldsOf(typed) };
    const status = errors.length > 0 ? 422 : 200;
    return page('past-circulars/add', { title, breadcrumb: [home], model, errors }, status);
  }

  function correctionPage(
    circular: PastCircular,
    typed: Record<string, string>,
    errors: FieldError[] = [],
  ): Reply {
    const title = messages('past-circulars.correct.title');
    const path = `${address}/${circular.slug}`;
    const known = {
      ...{ titre: circular.title, annee: String(circular.year ?? ''), signature: circular.signedOn ?? '' },
      ...{ nor: circular.nor ?? '', signataire: circular.signatory ?? '', objet: circular.subject ?? '' },
    };
    const model = { title, action: `${path}/corriger`, back: path, seen: circular.number };
    const breadcrumb = [home, { label: circular.title, href: path }];
    const content = { title, breadcrumb, model: { ...model, ...fieldsOf(typed, known) }, errors };
    return page('past-circulars/correct', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: `${address}/ajouter`,
      access: keepers,
      handle: async () => addingPage({}),
    }),
    route({
      method: 'post',
      path: `${address}/ajouter`,
      access: keepers,
      upload: { field: 'fichier', maxBytes: largestFile, tooLarge: 'beside-field' },
      body: knownFields,
      async handle({ form, typed, file: sent, fileTooLarge, user }) {
        const errors = form.ok ? [] : [...form.errors];
        if (fileTooLarge) errors.push({ field: 'fichier', key: 'past-circulars.add.too-large' });
        else if (sent === undefined) errors.push({ field: 'fichier', key: 'past-circulars.add.no-file' });
        if (!form.ok || sent === undefined || errors.length > 0) return addingPage(typed, errors);
        const facts = factsOf(form.value);
        const added = await pastCirculars.importFile(user?.id ?? '', { ...sent, facts });
        if (!added.ok) return addingPage(typed, added.errors);
        const { slug, end } = added.value;
        return redirect(`${address}/${slug}`, messages(`past-circulars.add.${end}`));
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
      body: correctedFields,
      async handle({ params, form, typed, user }) {
        const circular = await findOrThrow(params.slug);
        if (!form.ok) return correctionPage(circular, typed, form.errors);
        const { vu: seen, ...known } = form.value;
        const done = await pastCirculars.correct(user?.id ?? '', circular.id, {
          seen,
          facts: factsOf(known),
        });
        if (!done.ok) return correctionPage(await findOrThrow(params.slug), typed, done.errors);
        return redirect(`${address}/${params.slug}`, messages(`past-circulars.correct.${done.value}`));
      },
    }),
  ];
}
