import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { day, noFields } from '../../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../../web/route.ts';
import { actorOf, addressOf, type DraftsRoutesDeps } from '../page-frame.ts';

const delegationsPath = '/mon-compte/delegations';

/** What waits for a reviewer, and who decides for them while they are away. */
export function createWaitingRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function delegationsPage(
    user: CurrentUser | undefined,
    { typed = {}, errors = [] }: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const actor = actorOf(user);
    const administers = actor.roles.includes('administrator');
    const all = await instructions.listDelegations();
    const shown = all.filter(({ giverId, takerId }) => administers || [giverId, takerId].includes(actor.id));
    const reviewers = (await deps.listPeople()).filter(({ roles }) => roles.includes('reviewer'));
    const names = await deps.namesOf(shown.flatMap(({ giverId, takerId }) => [giverId, takerId]));
    const nameOf = (id: string) => names.get(id) ?? messages('journal.erased');
    const choicesOf = (name: string, people: typeof reviewers) =>
      people.map(({ id, name: label }) => ({ value: id, label, selected: typed[name] === id }));
    const title = messages('circuit.delegations.title');
    const model = {
      title,
      ...(administers ? { givers: choicesOf('giver', reviewers) } : {}),
      takers: choicesOf('taker', administers ? reviewers : reviewers.filter(({ id }) => id !== actor.id)),
      fromOn: typed['fromOn'] ?? '',
      untilOn: typed['untilOn'] ?? '',
      delegations: shown.map(({ id, giverId, takerId, fromOn, untilOn }) => ({
        ...{ id, giver: nameOf(giverId), taker: nameOf(takerId), fromOn, untilOn },
        mayEnd: administers || giverId === actor.id,
      })),
    };
    const content = { title, breadcrumb: [], model, errors };
    return page('drafts/delegations', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/visas',
      access: ['reviewer'],
      async handle({ user }) {
        const awaited = await instructions.visasAwaitedFrom(actorOf(user));
        const names = await deps.namesOf(awaited.flatMap(({ place }) => place.standIn?.giverId ?? []));
        const title = messages('circuit.waiting.title');
        const model = {
          title,
          visas: awaited.map(({ instruction, place, stepName, since, confirms }) => ({
            ...{ title: instruction.title, step: stepName, since },
            href: addressOf(instruction.slug, '/visas'),
            ...(confirms ? { confirms: messages('circuit.waiting.confirm') } : {}),
            ...(place.standIn && {
              standsIn: messages('circuit.waiting.stands-in', {
                name: names.get(place.standIn.giverId) ?? messages('journal.erased'),
              }),
            }),
          })),
        };
        return page('drafts/my-visas', { title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: delegationsPath,
      access: ['reviewer', 'administrator'],
      handle: ({ user }) => delegationsPage(user),
    }),
    route({
      method: 'post',
      path: delegationsPath,
      access: ['reviewer', 'administrator'],
      body: z.object({
        giver: z.uuid('form.required').optional(),
        taker: z.uuid('form.required'),
        fromOn: day(),
        untilOn: day(),
      }),
      async handle({ form, typed, user }) {
        if (!form.ok) return delegationsPage(user, { typed, errors: form.errors });
        const actor = actorOf(user);
        const { giver, taker, fromOn, untilOn } = form.value;
        const wanted = { giverId: giver ?? actor.id, takerId: taker, fromOn, untilOn };
        const declared = await instructions.declareDelegation(actor, wanted);
        if (!declared.ok) return delegationsPage(user, { typed, errors: declared.errors });
        return redirect(delegationsPath, messages('circuit.delegations.declared'));
      },
    }),
    route({
      method: 'post',
      path: `${delegationsPath}/:id/terminer`,
      access: ['reviewer', 'administrator'],
      params: z.object({ id: z.uuid() }),
      body: noFields,
      async handle({ params, user }) {
        await instructions.endDelegation(actorOf(user), params.id);
        return redirect(delegationsPath, messages('circuit.delegations.ended'));
      },
    }),
  ];
}
