import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { demand, faultOfDraftAct } from '../instruction.ts';
import type { Instruction } from '../instructions.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { updateModel } from './update-page.ts';

const path = '/instructions/:slug/modele';
const taking = z.object({
  revision: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid').min(1, 'form.invalid'),
  template: z.string().regex(/^[0-9a-f]{64}$/, 'form.invalid'),
});

/** The update of a text's template: what it changes on a page of its own, and the act that takes it. */
export function createTemplateUpdateRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function updatePage(instruction: Instruction, errors: FieldError[] = []): Promise<Reply> {
    const update = await instructions.templateUpdateOf(instruction.id);
    const shared = {
      frame: await frameOf(deps, instruction, 'text'),
      back: addressOf(instruction.slug, '/texte'),
    };
    const options = { section: messages('drafts.template.title') };
    const status = errors.length > 0 ? 409 : 200;
    if (update === undefined) {
      const none = await pageOf(deps, instruction, shared, options);
      return page('drafts/template-current', { ...none, errors }, status);
    }
    const model = {
      ...shared,
      action: addressOf(instruction.slug, '/modele'),
      ...updateModel(messages, update),
    };
    return page(
      'drafts/template-update',
      { ...(await pageOf(deps, instruction, model, options)), errors },
      status,
    );
  }

  return [
    route({
      method: 'get',
      path,
      access: ['drafter'],
      params: slugParams,
      handle: async ({ params }) => updatePage(await findOrThrow(instructions, params.slug)),
    }),
    route({
      method: 'post',
      path,
      access: ['drafter'],
      params: slugParams,
      body: taking,
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        demand(faultOfDraftAct(actorOf(user), instruction));
        if (!form.ok) return updatePage(instruction, form.errors);
        const { revision, template: templateSha256 } = form.value;
        const taken = await instructions.takeTemplateUpdate(actorOf(user), instruction.id, {
          revision,
          templateSha256,
        });
        if (!taken.ok) return updatePage(instruction, taken.errors);
        const { aside } = taken.value;
        const key = aside === 0 ? 'taken' : aside === 1 ? 'taken-one-aside' : 'taken-aside';
        return redirect(
          addressOf(params.slug, '/texte'),
          messages(`drafts.template.${key}`, { revision: taken.value.revision, count: aside }),
        );
      },
    }),
  ];
}
