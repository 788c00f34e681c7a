import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import { file, page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { faultsOfPeriod } from './delegation.ts';
import { fieldModel } from './field-control.ts';
import { isEditable } from './instruction.ts';
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
import { slugParams } from './route-params.ts';
import { keptModel, sectionModel } from './text-page.ts';

const texts = z.record(z.string().max(60), z.string().max(400_000)).default({});
const saving = z.object({
  revision: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid').min(1, 'form.invalid'),
  fields: texts,
  sections: texts,
  plain: texts,
  confirm: z.string().optional(),
});

/** The text of an instruction: read by all, written by drafters until the signature. */
export function createTextRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function textPage(
    user: CurrentUser | undefined,
    slug: string,
    again: { typed?: Record<string, string>; errors?: FieldError[]; status?: number } = {},
  ): Promise<Reply> {
    const found = await findOrThrow(instructions, slug);
    const { instruction, template, content, savedAt, savedBy, keptAside } = await instructions.draftOf(
      found.id,
    );
    const { typed = {}, errors = faultsOfPeriod(content.fields) } = again;
    const version = await instructions.frozenVersion(instruction.id);
    const names = await deps.namesOf([savedBy, ...keptAside.map((kept) => kept.keptBy)]);
    const mayWrite = (user?.roles.includes('drafter') ?? false) && isEditable(instruction.state);
    const model = {
      frame: await frameOf(deps, instruction, 'text'),
      slug: instruction.slug,
      revision: instruction.revision,
      savedAt,
      savedBy: names.get(savedBy) ?? messages('journal.erased'),
      frozen: version !== undefined,
      fields: template.fields.map((spec) => fieldModel(spec, content, typed)),
      sections: template.sections.map((spec) => sectionModel(messages, spec, content, typed)),
      keptAside: keptAside.map((kept) => keptModel(messages, kept, template, names)),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('drafts.text.title') });
    if (!mayWrite) return page('drafts/text-reading', shared);
    return page('drafts/text', { ...shared, errors, scripts: ['editor'] }, again.status ?? 200);
  }

  async function answerSave(
    user: CurrentUser | undefined,
    instruction: Instruction,
    typed: Record<string, string>,
    saved: Outcome<{ revision: number }>,
  ): Promise<Reply> {
    if (!saved.ok) {
      const conflict = saved.errors.some((error) => error.key === 'drafts.conflict.saved-meanwhile');
      // After a conflict the form shows what stands; what was typed is shown beside it, kept aside.
      return textPage(user, instruction.slug, {
        errors: saved.errors,
        typed: conflict ? {} : typed,
        status: conflict ? 409 : 422,
      });
    }
    const voided = instruction.state !== 'draft' && saved.value.revision !== instruction.revision;
    const key = voided ? 'drafts.text.saved-back-to-draft' : 'drafts.text.saved';
    return redirect(addressOf(instruction.slug, '/texte'), messages(key, { revision: saved.value.revision }));
  }

  /** Throws `conflict` once the text is signed: a form opened before the signature comes too late. */
  async function findEditable(slug: string): Promise<Instruction> {
    const instruction = await findOrThrow(instructions, slug);
    if (isEditable(instruction.state)) return instruction;
    throw new AppError('conflict', 'the text is signed', { messageKey: 'drafts.state.no-longer-editable' });
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
      access: ['drafter'],
      params: slugParams,
      body: saving,
      async handle({ params, form, typed, user }) {
        const instruction = await findEditable(params.slug);
        if (!form.ok) return textPage(user, params.slug, { typed, errors: form.errors, status: 422 });
        const { revision, fields, sections, plain, confirm } = form.value;
        if (instruction.state !== 'draft' && confirm !== 'yes') {
          const errors = [{ field: 'confirm', key: 'drafts.text.confirm-voiding' }];
          return textPage(user, params.slug, { typed, errors, status: 422 });
        }
        const submission = { baseRevision: revision, fields, sections, plain };
        const saved = await instructions.save(actorOf(user), instruction.id, submission);
        return answerSave(user, instruction, typed, saved);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/texte/mis-de-cote/:kept',
      access: ['drafter'],
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
        if (!saved.ok) return answerSave(user, instruction, {}, saved);
        return redirect(back, messages('drafts.text.kept-taken', { revision: saved.value.revision }));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/apercu.pdf',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const { pdf } = await instructions.preview(instruction.id);
        return file(pdf, { type: 'application/pdf', name: `${params.slug}-projet.pdf`, inline: true });
      },
    }),
  ];
}
