import { instantOf } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { insertBeginning } from './beginning.ts';
import { startingContent, titleOf } from './content.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { yearText } from './fields.ts';
import { demand, faultOfBeginning, faultOfDraftAct, type Actor } from './instruction.ts';
import {
  findInstruction,
  insertAuthor,
  listAuthorIds,
  lockInstruction,
  type Instruction,
} from './instructions-store.ts';

/** How an instruction begins, and who is declared to write it. */
export function createCreation(deps: DraftingDeps) {
  const { database, journal, clock, render } = deps;
  return {
    /**
     * Begins an instruction from a template, which is pinned with it; whoever begins it is its first
     * declared author. Refused: an unlikely year, an unknown template, a second one for the same year.
     */
    async create(actor: Actor, wanted: { template: string; year: number }): Promise<Outcome<Instruction>> {
      demand(faultOfBeginning(actor));
      const template = render.listTemplates().find((candidate) => candidate.name === wanted.template);
      if (template === undefined) return refused({ field: 'template', key: 'form.invalid' });
      if (!yearText.safeParse(String(wanted.year)).success) {
        return refused({ field: 'year', key: 'drafts.field.not-a-year' });
      }
      const at = instantOf(clock);
      const content = startingContent(template, wanted.year);
      const instruction: Instruction = {
        id: newId(),
        slug: `${wanted.year}-${template.name}`,
        kind: template.kind,
        year: wanted.year,
        title: titleOf(template, content.fields),
        templateSha256: template.sha256,
        state: 'draft',
        revision: 1,
        createdAt: at,
        createdBy: actor.id,
        updatedAt: at,
      };
      return database.transaction(async (trx) => {
        if ((await findInstruction(trx, { slug: instruction.slug })) !== undefined) {
          return refused({
            field: 'year',
            key: 'drafts.create.already-there',
            params: { title: instruction.title },
          });
        }
        await insertBeginning(trx, journal, { instruction, template, content });
        return accepted(instruction);
      });
    },

    /** Declares one more author, who will neither visa nor sign this text. Only before the freeze. */
    async declareAuthor(actor: Actor, instructionId: string, userId: string): Promise<void> {
      await database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        demand(faultOfDraftAct(actor, instruction));
        if ((await listAuthorIds(trx, instructionId)).includes(userId)) return;
        await insertAuthor(trx, { instructionId, userId, at: instantOf(clock), by: actor.id });
        await journal.append(trx, {
          type: 'instruction.author-declared',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, user: userId },
        });
      });
    },
  };
}
