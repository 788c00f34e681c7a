import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { faultsOfPeriod } from './delegation.ts';
import { fieldModel } from './field-control.ts';
import { pagePlaces } from './images/page-places.ts';
import { faultOfEdit, isSigned } from './instruction.ts';
import type { Saved } from './editing.ts';
import type { Instruction } from './instructions.ts';
import { letterModel } from './letter-fields.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from './page-frame.ts';
import { slugParams } from './route-params.ts';
import { keptModel, sectionModel } from './text-page.ts';
import { givenBack } from './working-copies/signed-out-page.ts';
import { largestForm, savingOf, typingOf, writingForm } from './working-copies/writing-form.ts';
import { readsComments } from './comments/comment.ts';
import { writingModel } from './working-copies/writing-page.ts';

/** The text of an instruction: read by all, written by drafters until the signature. */
export function createTextRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function textPage(
    user: CurrentUser | undefined,
    slug: string,
    again: { errors?: FieldError[]; status?: number } = {},
  ): Promise<Reply> {
    const found = await findOrThrow(instructions, slug);
    const draft = await instructions.draftOf(found.id);
    const { instruction, template, content: standing, savedAt, savedBy, keptAside } = draft;
    const mayWrite = faultOfEdit(actorOf(user), instruction) === undefined;
    const working = await instructions.workingText(actorOf(user), instruction.id);
    const { content, typed } = mayWrite ? working : { content: standing, typed: {} };
    const names = await deps.namesOf([savedBy, ...keptAside.map((kept) => kept.keptBy)]);
    const places = pagePlaces(instruction.slug, template, messages);
    const shown = {
      frame: await frameOf(deps, instruction, 'text'),
      slug: instruction.slug,
      revision: instruction.revision,
      savedAt,
      savedBy: names.get(savedBy) ?? messages('journal.erased'),
      sections: template.sections.map((spec) => sectionModel(messages, spec, content, typed, places)),
    };
    const fields = template.fields.map((spec) => fieldModel(spec, content, typed));
    const about = { section: messages('drafts.text.title') };
    if (!mayWrite) {
      const frozen = (await instructions.frozenVersion(instruction.id)) !== undefined;
      const copyAt = working.typedAt === undefined ? {} : { copyAt: working.typedAt };
      return page(
        'drafts/text-reading',
        await pageOf(
          deps,
          instruction,
          { ...shown, fields, frozen, readsComments: readsComments(actorOf(user)), ...copyAt },
          about,
        ),
      );
    }
    const hasUpdate = (await instructions.templateUpdateOf(instruction.id)) !== undefined;
    const known = keptAside.length === 0 ? template : await instructions.knownParts(instruction.id);
    const errors = again.errors ?? [...working.errors, ...faultsOfPeriod(content.fields)];
    const writing = writingModel(messages, template, { working, standing, writer: actorOf(user).id });
    const settled = writing.conflicts.map(({ name }) => name);
    const model = {
      ...shown,
      ...(hasUpdate && { updateHref: addressOf(slug, '/modele') }),
      letter: letterModel(messages, fields, { errors, settled }),
      writing,
      keptAside: keptAside.map((kept) => keptModel(messages, kept, known, names, places)),
    };
    const written = await pageOf(deps, instruction, model, about);
    return page(
      'drafts/text',
      { ...written, errors, scripts: ['editor'], onDemand: ['preview', 'pdf-worker'] },
      again.status ?? 200,
    );
  }

  async function answerSave(
    user: CurrentUser | undefined,
    { slug }: Instruction,
    saved: Outcome<Saved>,
  ): Promise<Reply> {
    if (!saved.ok) {
      const status = saved.errors.some(({ key }) => key === 'drafts.conflict.saved-meanwhile') ? 409 : 422;
      return textPage(user, slug, { errors: saved.errors, status });
    }
    const { revision } = saved.value;
    return redirect(addressOf(slug, '/texte'), messages('drafts.text.saved', { revision }));
  }

  /** Throws `conflict` once the text is frozen: a form opened before comes too late. */
  async function findEditable(slug: string): Promise<Instruction> {
    const instruction = await findOrThrow(instructions, slug);
    const { state } = instruction;
    if (state === 'draft') return instruction;
    const messageKey = isSigned(state) ? 'drafts.state.no-longer-editable' : 'writing.frozen';
    throw new AppError('conflict', 'the text is not a draft', { messageKey });
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/texte',
      access: readers,
      params: slugParams,
      handle: ({ params, user }) => textPage(user, params.slug),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/texte',
      access: ['drafter', 'signatory'],
      params: slugParams,
      body: writingForm,
      largest: largestForm,
      signedOut: (sent) => givenBack(messages, sent),
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        if (!form.ok) {
          await findEditable(params.slug);
          return textPage(user, params.slug, { errors: form.errors, status: 422 });
        }
        const actor = actorOf(user);
        // Kept first: whatever becomes of the save, nothing typed is lost.
        await instructions.keepTyped(actor, instruction.id, typingOf(form.value));
        await findEditable(params.slug);
        const saved = await instructions.saveTyped(actor, instruction.id, savingOf(form.value));
        return answerSave(user, instruction, saved);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/texte/mis-de-cote/:kept',
      access: ['drafter', 'signatory'],
      params: slugParams.extend({ kept: z.uuid() }),
      body: z.object({ action: z.enum(['reprendre', 'retirer']) }),
      async handle({ params, form, user }) {
        const instruction = await findEditable(params.slug);
        if (!form.ok) return textPage(user, params.slug, { errors: form.errors, status: 422 });
        const actor = actorOf(user);
        const back = addressOf(params.slug, '/texte');
        if (form.value.action === 'retirer') {
          await instructions.dismissKeptAside(actor, instruction.id, params.kept);
          return redirect(back, messages('drafts.text.kept-removed'));
        }
        const saved = await instructions.takeBackKeptAside(actor, instruction.id, params.kept);
        if (!saved.ok) return answerSave(user, instruction, saved);
        return redirect(back, messages('drafts.text.kept-taken', { revision: saved.value.revision }));
      },
    }),
  ];
}
