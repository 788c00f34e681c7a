import { z } from 'zod';
import { formatDay } from '../kernel/french-format.ts';
import { parisDayOf } from '../kernel/clock.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { findingsModel } from './checks/checks-page.ts';
import { demand, faultOfFreeze, letterDayOf, type Actor } from './instruction.ts';
import type { Instruction } from './instructions.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

/** Submitting to review: a page that says what will happen, then the freeze. */
export function createSubmissionRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages, clock } = deps;

  function letterSentence(day: string | undefined): { sentence: string; isPast: boolean } {
    if (day === undefined) return { sentence: messages('drafts.submit.letter-day-none'), isPast: false };
    const isPast = day < parisDayOf(clock.now());
    const key = isPast ? 'drafts.submit.letter-day-past' : 'drafts.submit.letter-day';
    return { sentence: messages(key, { day: formatDay(day) }), isPast };
  }

  /** The circuits to choose among, the likeliest first; a correction is asked of those who gave a visa. */
  async function circuitModel(instruction: Instruction) {
    if (instruction.correctedBy) return { circuits: [], corrects: true };
    const offered = await instructions.circuitChoices(instruction.id);
    const circuits = offered.map(({ id, name, definition }, index) => ({
      ...{ value: id, selected: index === 0 },
      label: `${name} (${definition.steps.map((step) => step.name).join(', ')})`,
    }));
    return { circuits, corrects: false };
  }

  /** What was typed and not saved: it would not be submitted. */
  async function unsavedModel(instructionId: string, actor: Actor) {
    const unsaved = await instructions.unsavedOf(instructionId);
    const own = unsaved.find(({ userId }) => userId === actor.id);
    const others = unsaved.filter(({ userId }) => userId !== actor.id);
    const names = await deps.namesOf(others.map(({ userId }) => userId));
    return {
      ...(own === undefined ? {} : { unsavedAt: own.typedAt }),
      othersUnsaved: others.map(({ userId, typedAt }) => ({
        name: names.get(userId) ?? messages('journal.erased'),
        at: typedAt,
      })),
    };
  }

  async function submissionPage(
    user: CurrentUser | undefined,
    slug: string,
    errors: FieldError[] = [],
    status = 200,
  ): Promise<Reply> {
    const { id } = await findOrThrow(instructions, slug);
    const { instruction, content } = await instructions.draftOf(id);
    const findings = findingsModel(messages, await instructions.checksOf(id));
    const letter = letterSentence(letterDayOf(content.fields));
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      slug,
      revision: instruction.revision,
      letter: letter.sentence,
      letterIsPast: letter.isPast,
      ...(await circuitModel(instruction)),
      ...(await unsavedModel(id, actorOf(user))),
      faults: findings.filter(({ isError }) => isError),
      warnings: findings.filter(({ isError }) => !isError),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('drafts.submit.title') });
    return page('drafts/submit', { ...shared, errors }, status);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/soumettre',
      access: ['drafter', 'signatory'],
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        demand(faultOfFreeze(actorOf(user), instruction));
        return submissionPage(user, params.slug);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/soumettre',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: z.object({
        revision: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid'),
        circuit: z.string().max(60).optional(),
        /** Sent by a page that said what would be left out. */
        without: z.literal('unsaved').optional(),
      }),
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        demand(faultOfFreeze(actorOf(user), instruction));
        if (!form.ok) return submissionPage(user, params.slug, form.errors, 422);
        // What was typed on the page that leads here may arrive after this one was shown.
        const unsaved = await instructions.unsavedOf(instruction.id);
        if (form.value.without === undefined && unsaved.some(({ userId }) => userId === user?.id))
          return submissionPage(user, params.slug, [{ field: '', key: 'circuit.typed-meanwhile' }], 409);
        const frozen = await instructions.freeze(actorOf(user), instruction.id, {
          expectedRevision: form.value.revision,
          ...(form.value.circuit === undefined ? {} : { circuitId: form.value.circuit }),
        });
        // What stops it is named by the page itself, with links to where each is mended.
        if (!frozen.ok)
          return submissionPage(
            user,
            params.slug,
            frozen.errors.filter(({ field }) => field === '' || field === 'circuit'),
            422,
          );
        return redirect(
          addressOf(params.slug),
          messages('drafts.submit.done', { version: frozen.value.number }),
        );
      },
    }),
  ];
}
