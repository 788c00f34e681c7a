import { z } from 'zod';
import { multiLine } from '../../web/fields.ts';
import { page, redirect, route, type Page, type Route } from '../../web/route.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import type { OfficeStory } from '../dispatch.ts';
import { actorOf, addressOf, dispatchers, pageOf, type DispatchRoutesDeps } from '../page-frame.ts';
import { officeParams } from '../route-params.ts';
import { isSendable } from './office-links.ts';

const gestures = { revoquer: 'revoke', remplacer: 'replace' } as const;
const delivery = z.string().max(50);

type Found = { instruction: Instruction; story: OfficeStory };

/** Staff take back the link of a mail, and perhaps send another: asked once, with a reason. */
export function createLinkRoutes(
  deps: DispatchRoutesDeps,
  findStory: (slug: string, officeId: string) => Promise<Found>,
): Route[] {
  const { dispatch, messages } = deps;

  /** The mail whose link is meant, if it is of this office and did leave. */
  const contactOf = ({ story }: Found, id: string) =>
    story.contacts.find(({ delivery: own }) => own.id === id && isSendable(own));

  async function confirmation(
    found: Found,
    name: keyof typeof gestures,
    id: string,
    refused: Pick<Page, 'errors'> & { reason?: string; status?: number } = {},
  ) {
    const { instruction, story } = found;
    const said = (key: string, params: Record<string, string> = {}) =>
      messages(`dispatch.link.${gestures[name]}.${key}`, params);
    const back = addressOf(instruction.slug, `/${story.officeId}`);
    const contact = contactOf(found, id);
    const address = contact?.address ?? messages('dispatch.page.erased');
    const title = said('title', { office: story.officeName });
    const points = ['old', ...(name === 'remplacer' ? ['new'] : ['later']), 'journal'];
    const model = {
      ...{ title, question: said('question', { address }), action: `${back}/lien/${name}`, delivery: id },
      seen: contact?.links.length ?? 0,
      points: points.map((point) => ({ text: messages(`dispatch.link.point-${point}`, { address }) })),
      reason: refused.reason ?? '',
      ...{ submit: said('submit'), back },
    };
    const content = await pageOf(deps, instruction, model, { title, below: true });
    const { errors = [], status = errors.length > 0 ? 422 : 200 } = refused;
    return page('dispatch/relink', { ...content, errors }, status);
  }

  const names = Object.keys(gestures) as (keyof typeof gestures)[];
  return names.flatMap((name) => [
    route({
      method: 'get',
      path: `/instructions/:slug/diffusion/:office/lien/${name}`,
      access: dispatchers,
      params: officeParams,
      query: z.object({ envoi: delivery.catch('') }),
      async handle({ params, query }) {
        const found = await findStory(params.slug, params.office);
        if (contactOf(found, query.envoi) === undefined) return gone(params.slug, params.office);
        return confirmation(found, name, query.envoi);
      },
    }),
    route({
      method: 'post',
      path: `/instructions/:slug/diffusion/:office/lien/${name}`,
      access: dispatchers,
      params: officeParams,
      body: z.object({
        delivery: delivery.catch(''),
        reason: multiLine(500, 1),
        seen: z.coerce.number({ error: 'form.invalid' }).int('form.invalid').min(0, 'form.invalid'),
      }),
      async handle({ params, form, typed, user }) {
        const found = await findStory(params.slug, params.office);
        const id = typed['delivery'] ?? '';
        if (contactOf(found, id) === undefined) return gone(params.slug, params.office);
        if (!form.ok)
          return confirmation(found, name, id, {
            errors: form.errors,
            reason: typed['reason'] ?? '',
          });
        const act = name === 'revoquer' ? dispatch.revokeLink : dispatch.reissueLink;
        const { reason, seen } = form.value;
        const outcome = await act(actorOf(user), id, { reason, seen });
        if (!outcome.ok) {
          const isOvertaken = outcome.errors.some(({ key }) => key === 'dispatch.link.overtaken');
          const { errors } = outcome;
          // As the link stands now, with what the other person made of it.
          const now = await findStory(params.slug, params.office);
          return confirmation(now, name, id, { errors, reason, status: isOvertaken ? 409 : 422 });
        }
        const done = messages(`dispatch.link.${gestures[name]}.done`);
        return redirect(addressOf(params.slug, `/${params.office}`), done);
      },
    }),
  ]);

  function gone(slug: string, officeId: string) {
    return redirect(addressOf(slug, `/${officeId}`), messages('dispatch.link.unknown'));
  }
}
