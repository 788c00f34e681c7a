import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine, singleLine } from '../web/fields.ts';
import { actingPerson, demandOffice } from '../web/acting-office.ts';
import { page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import { amountsOf, splitFields, splitModel } from './regions-page.ts';
import type { RegionsRoutesDeps } from './page-frame.ts';
import { typedFrom } from './split.ts';

const place = z.object({
  slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/),
  region: z.string().regex(/^REG-\d{2}$/),
});
type Place = z.infer<typeof place>;
/** The departments are known by the envelope alone: their fields are read with it. */
const decided = z.looseObject({
  name: singleLine(120),
  function: singleLine(120),
  motif: multiLine(1_000),
  after: z.coerce.number({ error: 'form.invalid' }).int('form.invalid').min(0, 'form.invalid'),
  formKey: z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid'),
});

/** How the office that leads a region splits its envelope: kept unfinished, or published. */
export function createSplitRoutes(deps: RegionsRoutesDeps): Route[] {
  const { regions, messages } = deps;

  async function found(office: CurrentOffice, { slug, region }: Place) {
    const held = await regions.findFor(office.id, slug, region);
    const where = held && { instructionId: held.act.instructionId, regionId: region };
    const envelope = where && (await regions.splits.envelopeOf(where));
    if (held === undefined || where === undefined || envelope === undefined)
      throw new AppError('not-found', 'nothing to split for this office');
    return { ...held, where, envelope };
  }

  async function splitPage(
    office: CurrentOffice,
    params: Place,
    typed: Record<string, string> | undefined,
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const { act, led, where, envelope } = await found(office, params);
    const draft = await regions.splits.draft(where);
    const versions = await regions.splits.list(act.instructionId, params.region);
    const names = await deps.officeNames();
    const title = messages('regions.split.title', { region: led.region.name });
    const shown = typed ?? {};
    const model = {
      ...{ title, act: act.title, back: '/guichet/region', envelope: amountsOf(envelope) },
      action: pathOf(params),
      departments: splitFields(envelope, typed ?? draft?.typed ?? typedFrom(versions[0]?.lines ?? [])),
      ...(draft === undefined || typed !== undefined ? {} : { draftAt: draft.savedAt }),
      ...{ after: shown['after'] ?? String(versions[0]?.number ?? 0), replaces: versions.length > 0 },
      ...{ formKey: shown['formKey'] ?? newToken(16), motif: shown['motif'] ?? '' },
      ...actingPerson(office, shown),
      versions: versions.map((split) =>
        splitModel(messages, split, names.get(split.officeId) ?? split.officeId),
      ),
    };
    const content = { title, model, errors, layout: 'bare' as const };
    return page('regions/split', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/guichet/region/:slug/:region/repartition',
      access: 'office',
      params: place,
      handle: ({ office, params }) => splitPage(demandOffice(office), params, undefined),
    }),
    route({
      method: 'post',
      path: '/guichet/region/:slug/:region/repartition',
      access: 'office',
      params: place,
      body: decided,
      async handle({ office: entered, params, form, typed }) {
        const office = demandOffice(entered);
        const { where } = await found(office, params);
        // A draft may be unfinished, the person's name included.
        if (typed['geste'] === 'brouillon') {
          const kept = await regions.splits.keepDraft(office, where, typed);
          if (!kept.ok) return splitPage(office, params, typed, kept.errors);
          return redirect(pathOf(params), messages('regions.split.kept'));
        }
        if (!form.ok) {
          const errors = [...(await regions.splits.check(where, typed)), ...form.errors];
          return splitPage(office, params, typed, errors);
        }
        const { name, function: quality, motif: reason, after, formKey } = form.value;
        const given = { typed, name, function: quality, reason, after, formKey };
        const outcome = await regions.splits.publish(office, where, given);
        if (!outcome.ok) return splitPage(office, params, typed, outcome.errors);
        return redirect('/guichet/region', messages('regions.split.published'));
      },
    }),
  ];
}

const pathOf = ({ slug, region }: Place) => `/guichet/region/${slug}/${region}/repartition`;
