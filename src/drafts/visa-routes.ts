import { z } from 'zod';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import { multiLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import type { State } from './instruction.ts';
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
import { visasModel } from './visas-page.ts';

const deciding = z.object({
  sha256: z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid'),
  reason: multiLine(2000),
});

/** The circuit: where the text stands on it, who decided what on which exact document, and the form to decide. */
export function createVisaRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function visasPage(
    user: CurrentUser | undefined,
    slug: string,
    { typed = {}, errors = [] }: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const model = {
      frame: await frameOf(deps, instruction, 'visas'),
      slug,
      ...(await visasModel(deps, instruction, actorOf(user), typed)),
    };
    const content = await pageOf(deps, instruction, model, { section: messages('drafts.visa.title') });
    // The pages of the exact document, beside the form that decides on it.
    const viewer = 'decision' in model ? { scripts: ['preview'], onDemand: ['pdf-worker'] } : {};
    return page('drafts/visas', { ...content, ...viewer, errors }, errors.length > 0 ? 422 : 200);
  }

  /** Takes a decision and says what follows from it. */
  function deciderOf(
    path: string,
    decide: typeof instructions.giveVisa,
    done: (state: State) => string,
  ): Route {
    return route({
      method: 'post',
      path,
      access: ['reviewer'],
      params: slugParams,
      body: deciding,
      async handle({ params, form, typed, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return visasPage(user, params.slug, { typed, errors: form.errors });
        const decided: Outcome<{ state: State }> = await decide(actorOf(user), id, form.value);
        if (!decided.ok) return visasPage(user, params.slug, { typed, errors: decided.errors });
        return redirect(addressOf(params.slug, '/visas'), messages(done(decided.value.state)));
      },
    });
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/visas',
      access: readers,
      params: slugParams,
      handle: ({ params, user }) => visasPage(user, params.slug),
    }),
    deciderOf('/instructions/:slug/visas/donner', instructions.giveVisa, (state) =>
      state === 'approved' ? 'drafts.visa.given-done' : 'circuit.visa.given-not-last',
    ),
    deciderOf('/instructions/:slug/visas/refuser', instructions.refuseVisa, () => 'drafts.visa.refused-done'),
  ];
}
