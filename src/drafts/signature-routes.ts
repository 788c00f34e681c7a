import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { whoDecided } from './circuit/progress-page.ts';
import { demand, faultOfSignature } from './instruction.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { readinessModel } from './readiness-page.ts';
import { slugParams } from './route-params.ts';

const signing = z.object({
  sha256: z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid'),
  confirm: z.literal('yes', 'drafts.sign.confirm'),
});

/** The signature: a page that says who signs what, and that it cannot be undone; then the act. */
export function createSignatureRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function signingPage(
    user: CurrentUser | undefined,
    slug: string,
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const authorIds = await instructions.listAuthorIds(instruction.id);
    demand(faultOfSignature(actorOf(user), { state: instruction.state, authorIds }));
    const [version] = await instructions.circuitOf(instruction.id);
    if (version === undefined) throw new Error('an approved instruction has a frozen version');
    const names = await deps.namesOf(
      version.visas.flatMap(({ userId, onBehalfOf }) => [userId, onBehalfOf ?? userId]),
    );
    const nameOf = (id: string) => names.get(id) ?? messages('journal.erased');
    const dayFault = await instructions.faultOfToday(instruction.id);
    const model = {
      frame: await frameOf(deps, instruction, 'document'),
      slug,
      sha256: version.sha256,
      version: version.number,
      pages: version.pages,
      pdf: addressOf(slug, `/versions/${version.number}.pdf`),
      readiness: await readinessModel(instructions, messages),
      signatory: user?.name ?? '',
      function: user?.function ?? '',
      ...(version.letterOn === null ? {} : { letterOn: version.letterOn }),
      ...(dayFault === undefined ? {} : { dayFault: messages(dayFault.key, dayFault.params) }),
      visas: version.visas.map((visa) => ({
        name: whoDecided(messages, nameOf, visa),
        at: visa.decidedAt,
      })),
    };
    const content = await pageOf(deps, instruction, model, { section: messages('drafts.sign.title') });
    return page('drafts/sign', { ...content, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/signer',
      access: ['signatory'],
      params: slugParams,
      handle: ({ params, user }) => signingPage(user, params.slug),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/signer',
      access: ['signatory'],
      params: slugParams,
      body: signing,
      async handle({ params, form, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return signingPage(user, params.slug, form.errors);
        const signed = await instructions.sign(actorOf(user), id, { sha256: form.value.sha256 });
        if (!signed.ok) return signingPage(user, params.slug, signed.errors);
        const level = messages(`signing.level.${signed.value.level}`);
        return redirect(addressOf(params.slug, '/document'), messages('drafts.sign.done', { level }));
      },
    }),
  ];
}
