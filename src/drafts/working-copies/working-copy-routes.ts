import { formatHour } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { noFields } from '../../web/fields.ts';
import { json, page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { nameOfPart } from '../text-controls.ts';
import { largestForm, savingOf, typingOf, writingBody } from './writing-form.ts';

/** What the text's page sends as it is typed, how it saves, and how a person starts again. */
export function createWorkingCopyRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages, clock } = deps;
  const hour = () => formatHour(clock.now());

  /** Each fault in words, by the part that it stands in. */
  const faultsOf = (errors: readonly FieldError[]) =>
    errors
      .filter(({ field }) => field !== '')
      .map(({ field, key, params }) => ({ part: nameOfPart(field), sentence: messages(key, params) }));

  const frozen = (): Reply => json({ state: 'frozen', sentence: messages('writing.frozen') });
  const otherWriter = (): Reply =>
    json({ state: 'other-writer', sentence: messages('writing.other-writer') }, 409);
  const unreadable = (): Reply =>
    json({ state: 'unreadable', sentence: messages('writing.unreadable') }, 422);

  return [
    route({
      method: 'post',
      path: '/instructions/:slug/texte/brouillon',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: writingBody,
      largest: largestForm,
      async handle({ params, form, user }) {
        const { id, state } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return unreadable();
        const actor = actorOf(user);
        if (form.value.writer !== actor.id) return otherWriter();
        const { errors } = await instructions.keepTyped(actor, id, typingOf(form.value));
        if (state !== 'draft') return frozen();
        return json({
          state: 'kept',
          sentence: messages('writing.kept', { hour: hour() }),
          faults: faultsOf(errors),
        });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/texte/enregistrer',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: writingBody,
      largest: largestForm,
      async handle({ params, form, user }) {
        const { id, state } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return unreadable();
        const actor = actorOf(user);
        if (form.value.writer !== actor.id) return otherWriter();
        await instructions.keepTyped(actor, id, typingOf(form.value));
        if (state !== 'draft') return frozen();
        const saved = await instructions.saveTyped(actor, id, savingOf(form.value));
        if (saved.ok) {
          const { revision, others = false } = saved.value;
          const key = others ? 'writing.saved-with-others' : 'writing.saved';
          const sentence = messages(key, { hour: hour(), revision });
          return json({ state: 'saved', sentence, faults: [], revision, others });
        }
        const { errors } = saved;
        if (errors.some(({ key }) => key === 'drafts.conflict.saved-meanwhile'))
          return json({ state: 'conflict', sentence: messages('writing.conflict') });
        return json({ state: 'refused', sentence: messages('writing.refused'), faults: faultsOf(errors) });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/texte/repartir',
      access: ['drafter', 'signatory'],
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const { typedAt } = await instructions.workingText(actorOf(user), instruction.id);
        const title = messages('writing.restart.title');
        const frame = await frameOf(deps, instruction, 'text');
        const model = {
          frame,
          title,
          slug: instruction.slug,
          ...(typedAt === undefined ? {} : { copyAt: typedAt }),
        };
        return page('drafts/restart', await pageOf(deps, instruction, model, { section: title }));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/texte/repartir',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        await instructions.discardTyped(actorOf(user), instruction.id);
        return redirect(addressOf(params.slug, '/texte'), messages('writing.restart.done'));
      },
    }),
    // Where a person arrives who signed in again beside the page that they were writing on.
    route({
      method: 'get',
      path: '/instructions/:slug/texte/session',
      access: ['drafter', 'signatory'],
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const title = messages('writing.again.title');
        const model = { title, slug: params.slug, writer: actorOf(user).id };
        return page('drafts/signed-in-again', await pageOf(deps, instruction, model, { section: title }));
      },
    }),
  ];
}
