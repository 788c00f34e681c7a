import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { noFields } from '../../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { demand, faultOfSignature } from '../instruction.ts';
import type { Instruction } from '../instructions.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';

const path = '/instructions/:slug/corriger';

/** A signatory's correction: a page that says in numbers what it asks of whom, then the act; and its end. */
export function createCorrectionRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function correctionPage(instruction: Instruction, errors: FieldError[] = []): Promise<Reply> {
    const [version] = await instructions.circuitOf(instruction.id);
    const given = version?.visas.filter(({ decision }) => decision === 'given') ?? [];
    const count = new Set(given.map(({ userId }) => userId)).size;
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      slug: instruction.slug,
      version: version?.number ?? 0,
      asked: messages(`circuit.correction.${count === 1 ? 'asked-one' : 'asked'}`, { count }),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('circuit.correction.title') });
    return page('drafts/correct', { ...shared, errors }, errors.length > 0 ? 409 : 200);
  }

  async function findForSigning(slug: string, user: Parameters<typeof actorOf>[0]): Promise<Instruction> {
    const instruction = await findOrThrow(instructions, slug);
    const authorIds = await instructions.listAuthorIds(instruction.id);
    demand(faultOfSignature(actorOf(user), { state: instruction.state, authorIds }));
    return instruction;
  }

  return [
    route({
      method: 'get',
      path,
      access: ['signatory'],
      params: slugParams,
      handle: async ({ params, user }) => correctionPage(await findForSigning(params.slug, user)),
    }),
    route({
      method: 'post',
      path,
      access: ['signatory'],
      params: slugParams,
      body: z.object({ version: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid') }),
      async handle({ params, form, user }) {
        const instruction = await findForSigning(params.slug, user);
        if (!form.ok) return correctionPage(instruction, form.errors);
        const begun = await instructions.beginCorrection(actorOf(user), instruction.id, form.value.version);
        if (!begun.ok) return correctionPage(instruction, begun.errors);
        return redirect(addressOf(params.slug, '/texte'), messages('circuit.correction.begun'));
      },
    }),
    route({
      method: 'post',
      path: `${path}/abandonner`,
      access: ['signatory', 'drafter'],
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        await instructions.leaveCorrection(actorOf(user), id);
        return redirect(addressOf(params.slug), messages('circuit.correction.left'));
      },
    }),
  ];
}
