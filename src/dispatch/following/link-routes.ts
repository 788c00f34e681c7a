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
    refused: Pick<Page, 'errors'> & { reason?: string } = {},
  ) {
    const { instruction, story } = found;
    const said = (key: string, params: Record<string, string> = {}) =>
      messages(`dispatch.link.${gestures[name]}.${key}`, params);
    const back = addressOf(instruction.slug, `/${story.officeId}`);
    const address = contactOf(found, id)?.address ?? messages('dispatch.page.erased');
    const title = said('title', { office: story.officeName });
    const points = ['old', ...(name === 'remplacer' ? ['new'] : ['later']), 'journal'];
    const model = {
      ...{ title, question: said('question', { address }), action: `${back}/lien/${name}`, delivery: id },
      points: points.map((point) => ({ text: messages(`dispatch.link.point-${point}`, { address }) })),
      reason: refused.reason ?? '',
      ...{ submit: said('submit'), back },
    };
    const content = await pageOf(deps, instruction, model, { title, below: true });
    const { errors = [] } = refused;
    return page('dispatch/relink', { ...content, errors }, errors.length > 0 ? 422 : 200);
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
      body: z.object({ delivery: delivery.catch(''), reason: multiLine(500, 1) }),
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
        const outcome = await act(actorOf(user), id, form.value.reason);
        if (!outcome.ok) return confirmation(found, name, id, { errors: outcome.errors });
        const done = messages(`dispatch.link.${gestures[name]}.done`);
        return redirect(addressOf(params.slug, `/${params.office}`), done);
      },
    }),
  ]);

  function gone(slug: string, officeId: string) {
    return redirect(addressOf(slug, `/${officeId}`), messages('dispatch.link.unknown'));
  }
}
