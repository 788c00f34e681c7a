import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { faultOfVisa } from './instruction.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from './page-frame.ts';
import { slugParams } from './route-params.ts';

const deciding = z.object({
  sha256: z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid'),
  reason: multiLine(2000),
});

/** The circuit: who decided what on which exact document, and the form to decide. */
export function createVisaRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function visasPage(
    user: CurrentUser | undefined,
    slug: string,
    again: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const { typed = {}, errors = [] } = again;
    const versions = await instructions.circuitOf(instruction.id);
    const authorIds = await instructions.listAuthorIds(instruction.id);
    const names = await deps.namesOf([
      ...authorIds,
      ...versions.flatMap(({ frozenBy, visas }) => [frozenBy, ...visas.map((visa) => visa.userId)]),
    ]);
    const nameOf = (id: string) => names.get(id) ?? messages('journal.erased');
    const standing = versions.find((version) => version.voidedAt === null);
    const fault = faultOfVisa(actorOf(user), { state: instruction.state, authorIds });
    const barred = fault?.key === 'drafts.visa.own-text' && instruction.state === 'in_review';
    const model = {
      frame: await frameOf(deps, instruction, 'visas'),
      slug,
      ...(standing !== undefined && fault === undefined
        ? {
            decision: {
              sha256: standing.sha256,
              version: standing.number,
              pages: standing.pages,
              reason: typed['reason'] ?? '',
            },
          }
        : {}),
      ...(barred ? { barred: messages('drafts.visa.own-text') } : {}),
      versions: versions.map((version) => ({
        number: version.number,
        sha256: version.sha256,
        frozenAt: version.frozenAt,
        frozenBy: nameOf(version.frozenBy),
        pdf: addressOf(slug, `/versions/${version.number}.pdf`),
        badgeKind: version.voidedAt === null ? 'success' : 'warning',
        badgeLabel: messages(`drafts.visa.${version.voidedAt === null ? 'standing' : 'voided'}`),
        visas: version.visas.map((visa) => ({
          at: visa.decidedAt,
          name: nameOf(visa.userId),
          badgeKind: visa.decision === 'given' ? 'success' : 'error',
          badgeLabel: messages(`drafts.visa.${visa.decision}`),
          reason: visa.reason ?? messages('drafts.visa.reason-erased'),
        })),
      })),
    };
    const content = await pageOf(deps, instruction, model, { section: messages('drafts.visa.title') });
    return page('drafts/visas', { ...content, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/visas',
      access: readers,
      params: slugParams,
      handle: ({ params, user }) => visasPage(user, params.slug),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/visas/donner',
      access: ['reviewer'],
      params: slugParams,
      body: deciding,
      async handle({ params, form, typed, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return visasPage(user, params.slug, { typed, errors: form.errors });
        const given = await instructions.giveVisa(actorOf(user), id, form.value);
        if (!given.ok) return visasPage(user, params.slug, { typed, errors: given.errors });
        return redirect(addressOf(params.slug, '/visas'), messages('drafts.visa.given-done'));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/visas/refuser',
      access: ['reviewer'],
      params: slugParams,
      body: deciding,
      async handle({ params, form, typed, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return visasPage(user, params.slug, { typed, errors: form.errors });
        const refusal = await instructions.refuseVisa(actorOf(user), id, form.value);
        if (!refusal.ok) return visasPage(user, params.slug, { typed, errors: refusal.errors });
        return redirect(addressOf(params.slug, '/visas'), messages('drafts.visa.refused-done'));
      },
    }),
  ];
}
