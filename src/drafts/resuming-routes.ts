import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { demand, faultOfResuming } from './instruction.ts';
import type { Instruction } from './instructions.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

const path = '/instructions/:slug/reprendre';

/** Resuming the writing of a frozen text: a page that says in numbers what it voids, then the act. */
export function createResumingRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function resumingPage(instruction: Instruction, errors: FieldError[] = []): Promise<Reply> {
    const [version] = await instructions.circuitOf(instruction.id);
    const given = version?.visas.filter(({ decision }) => decision === 'given').length ?? 0;
    const key = given === 0 ? 'voids-nothing' : given === 1 ? 'voids-one' : 'voids';
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      slug: instruction.slug,
      version: version?.number ?? 0,
      voids: messages(`drafts.resume.${key}`, { count: given }),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('drafts.resume.title') });
    return page('drafts/resume', { ...shared, errors }, errors.length > 0 ? 409 : 200);
  }

  return [
    route({
      method: 'get',
      path,
      access: ['drafter'],
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        demand(faultOfResuming(actorOf(user), instruction));
        return resumingPage(instruction);
      },
    }),
    route({
      method: 'post',
      path,
      access: ['drafter'],
      params: slugParams,
      body: z.object({ version: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid') }),
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        demand(faultOfResuming(actorOf(user), instruction));
        if (!form.ok) return resumingPage(instruction, form.errors);
        const { version } = form.value;
        const resumed = await instructions.resume(actorOf(user), instruction.id, version);
        if (!resumed.ok) return resumingPage(instruction, resumed.errors);
        return redirect(addressOf(params.slug, '/texte'), messages('drafts.resume.done', { version }));
      },
    }),
  ];
}
