import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { relationChoices } from './amendment-page.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

// The room itself says what is wrong with each, so that every fault stands beside its field.
const beginning = z.object({ relation: z.string().default(''), changes: z.string().default('') });
const effect = z.object({ relation: z.string().default('') });

/** Correcting a text that was sent: the page that begins a rectificatif, and what it does to the first. */
export function createAmendmentRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function beginningPage(
    slug: string,
    typed: Record<string, string>,
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const fault = await instructions.faultOfCorrecting(instruction.id);
    const underWay = await instructions.correctionUnderWay(instruction.id);
    const [replacing] = (await instructions.correctionsOf(instruction.id)).filter(
      ({ relation }) => relation === 'replaces',
    );
    const latest = replacing ?? underWay;
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      title: messages('drafts.amendment.begin'),
      back: addressOf(slug),
      action: addressOf(slug, '/rectificatif'),
      ...(fault === undefined
        ? {}
        : {
            impossible: {
              reason: messages(fault.key, fault.params),
              ...(latest?.slug === undefined
                ? {}
                : { latest: { title: latest.title, href: addressOf(latest.slug) } }),
            },
          }),
      relations: relationChoices(messages, typed['relation']),
      changes: typed['changes'] ?? '',
      label: messages('drafts.amendment.changes'),
      hint: messages('drafts.amendment.changes-hint'),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('drafts.amendment.begin') });
    return page('drafts/amendment', { ...shared, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/rectificatif',
      access: ['drafter'],
      params: slugParams,
      handle: ({ params }) => beginningPage(params.slug, {}),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/rectificatif',
      access: ['drafter'],
      params: slugParams,
      body: beginning,
      async handle({ params, form, typed, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        if (!form.ok) return beginningPage(params.slug, typed, form.errors);
        const begun = await instructions.beginAmendment(actorOf(user), instruction.id, form.value);
        if (!begun.ok) return beginningPage(params.slug, typed, begun.errors);
        return redirect(addressOf(begun.value.slug, '/texte'), messages('drafts.amendment.done'));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/rectificatif/effet',
      access: ['drafter'],
      params: slugParams,
      body: effect,
      async handle({ params, form, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        const wanted = form.ok ? form.value.relation : '';
        const changed = await instructions.changeRelation(actorOf(user), id, wanted);
        const [fault] = changed.ok ? [] : changed.errors;
        const said =
          fault === undefined
            ? messages('drafts.amendment.relation-changed', {
                what: messages(`drafts.amendment.verb.${wanted}`),
              })
            : messages(fault.key, fault.params);
        return redirect(addressOf(params.slug), said);
      },
    }),
  ];
}
