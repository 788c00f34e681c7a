import { AppError } from '../kernel/errors.ts';
import { z } from 'zod';
import { page, redirect, route, type CurrentUser, type Route } from '../web/route.ts';
import { amendingModel, noticesOf } from './amendment-page.ts';
import { endsText, standingOf } from './corrections.ts';
import { inWords, journalModel } from './journal-page.ts';
import { faultOfLeaving } from './circuit/correcting.ts';
import { peopleOf, waitingSentence } from './circuit/progress-page.ts';
import { faultOfEdit, faultOfResuming, faultOfSignature } from './instruction.ts';
import type { Instruction } from './instructions.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from './page-frame.ts';
import { repealLinks } from './repeals/repeal-page.ts';
import { nextYearLinks } from './rolling-over/next-year-page.ts';
import { slugParams } from './route-params.ts';
import { stepperOf } from './stepper.ts';

// A wrong line number in an address asks for nothing; it is not worth an error page.
const journalQuery = z.object({
  avant: z.coerce.number().int().min(1).max(1e12).optional().catch(undefined),
});

/** An instruction's first page: where it stands, what waits for whom, what happened; and its journal. */
export function createOverviewRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  /** The one main action that this person has here, if any. */
  function mainAction(
    user: CurrentUser | undefined,
    instruction: Instruction,
    authorIds: string[],
    { complete, awaited }: { complete: boolean; awaited: boolean },
  ) {
    const { state, slug } = instruction;
    const actor = actorOf(user);
    const action = (key: string, rest: string) => ({
      label: messages(`drafts.action.${key}`),
      href: addressOf(slug, rest),
    });
    const standing = { state, authorIds };
    if (faultOfEdit(actor, instruction) === undefined) {
      return complete ? action('submit', '/soumettre') : action('write', '/texte');
    }
    if (awaited) return action('review', '/visas');
    if (faultOfSignature(actor, standing) === undefined) return action('sign', '/signer');
    if (state === 'signed' && actor.roles.includes('dispatcher')) return action('dispatch', '/diffusion');
    if (state === 'dispatched') return action('follow', '/diffusion');
    return undefined;
  }

  /** What the text waits for, and why it is not for this person to give it. */
  async function waitingFor(
    user: CurrentUser | undefined,
    instruction: Instruction,
    authorIds: string[],
  ): Promise<string> {
    const { state } = instruction;
    const own = authorIds.includes(user?.id ?? '');
    const barred = state === 'in_review' ? 'reviewer' : state === 'approved' ? 'signatory' : undefined;
    const sentence = (await circuitSentence(instruction)) ?? messages(`drafts.waiting.${state}`);
    const holdsRole = user?.roles.some((role) => role === barred) ?? false;
    return own && holdsRole ? `${sentence} ${messages('drafts.waiting.own-text')}` : sentence;
  }

  async function circuitSentence(instruction: Instruction): Promise<string | undefined> {
    const { correctedBy } = instruction;
    if (correctedBy) {
      const name = (await deps.namesOf([correctedBy])).get(correctedBy) ?? messages('journal.erased');
      return messages('circuit.correction.waiting', { name });
    }
    if (instruction.state !== 'in_review') return undefined;
    const under = await instructions.underReview(instruction);
    const names = await deps.namesOf(peopleOf(under));
    return waitingSentence(messages, (id) => names.get(id) ?? messages('journal.erased'), under);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const { id, state } = instruction;
        const [authorIds, lines, missing] = await Promise.all([
          instructions.listAuthorIds(id),
          instructions.timeline(id),
          state === 'draft' ? instructions.stoppingParts(id) : [],
        ]);
        const names = await deps.namesOf(authorIds);
        const mayDeclare = state === 'draft' && (user?.roles.includes('drafter') ?? false);
        const people = mayDeclare ? await deps.listPeople() : [];
        const awaited = (await instructions.awaitedOf(actorOf(user), instruction)) !== undefined;
        const main = mainAction(user, instruction, authorIds, { complete: missing.length === 0, awaited });
        const { subject } = await instructions.contentForSearch(id);
        const seal = await instructions.documentSeal(id);
        const hasUpdate = mayDeclare && (await instructions.templateUpdateOf(id)) !== undefined;
        return page(
          'drafts/overview',
          await pageOf(deps, instruction, {
            frame: await frameOf(deps, instruction, 'overview'),
            notices: await noticesOf(deps, instruction),
            ...(await amendingModel(deps, instruction, user?.roles.includes('drafter') ?? false)),
            ...(await repealLinks(deps, instruction, actorOf(user))),
            ...(await nextYearLinks(deps, instruction, user?.roles.includes('drafter') ?? false)),
            slug: instruction.slug,
            subject,
            waiting: endsText(seal?.corrected)
              ? messages(`drafts.waiting.${standingOf(seal?.corrected)}`)
              : await waitingFor(user, instruction, authorIds),
            ...stepperOf(messages, state),
            ...(main === undefined ? {} : { main }),
            ...(hasUpdate && { updateHref: addressOf(instruction.slug, '/modele') }),
            ...(mayCorrect(user, instruction, authorIds) && {
              reviseHref: addressOf(instruction.slug, '/corriger'),
            }),
            ...(faultOfLeaving(actorOf(user), instruction) === undefined && {
              leaveAction: addressOf(instruction.slug, '/corriger/abandonner'),
            }),
            ...(mayResume(user, instruction) && { resumeHref: addressOf(instruction.slug, '/reprendre') }),
            missing: missing.length,
            authors: authorIds.map((author) => ({
              name: names.get(author) ?? messages('journal.erased'),
            })),
            mayDeclare,
            people: people
              .filter((person) => !authorIds.includes(person.id) && writesOrDecides(person.roles))
              .map((person) => ({ value: person.id, label: person.name })),
            timeline: (await inWords(lines, deps)).map(({ at, actor, sentence }) => ({
              at,
              actor,
              sentence,
            })),
          }),
        );
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/redacteurs',
      access: ['drafter'],
      params: slugParams,
      body: z.object({ person: z.uuid() }),
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const person = form.ok
          ? (await deps.listPeople()).find(({ id }) => id === form.value.person)
          : undefined;
        if (person === undefined) throw new AppError('invalid', 'no such person to declare');
        await instructions.declareAuthor(actorOf(user), instruction.id, person.id);
        return redirect(addressOf(params.slug), messages('drafts.author.declared', { name: person.name }));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/journal',
      access: readers,
      params: slugParams,
      query: journalQuery,
      async handle({ params, query }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const read = await instructions.journalPage(instruction.id, { before: query.avant });
        const model = {
          frame: await frameOf(deps, instruction, 'journal'),
          ...(await journalModel(instruction, read, deps)),
          ...(query.avant === undefined ? {} : { newest: addressOf(params.slug, '/journal') }),
        };
        return page(
          'drafts/journal',
          await pageOf(deps, instruction, model, { section: messages('drafts.journal.title') }),
        );
      },
    }),
  ];
}

function mayCorrect(user: CurrentUser | undefined, { state }: Instruction, authorIds: string[]): boolean {
  return faultOfSignature(actorOf(user), { state, authorIds }) === undefined;
}

function mayResume(user: CurrentUser | undefined, { state }: Instruction): boolean {
  return faultOfResuming(actorOf(user), { state }) === undefined;
}

/** A declaration bars from visa and signature: it says nothing of those who do neither, nor write. */
function writesOrDecides(roles: readonly string[]): boolean {
  return ['drafter', 'reviewer', 'signatory'].some((role) => roles.includes(role));
}
