import type { Knex } from 'knex';
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
  const { database, journal, clock, render, messages } = deps;
  return {
    /**
     * Begins an instruction from a template, which is pinned with it; whoever begins it is its first
     * declared author. Refused: an unlikely year, an unknown template, a second one for the same year when
     * the template allows one a year; of the others, the second is told by its number.
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
      const title = titleOf(template, content.fields);
      const slug = `${wanted.year}-${template.name}`;
      return database.transaction(async (trx): Promise<Outcome<Instruction>> => {
        const number = await freeNumber(trx, slug);
        if (number > 1 && template.recurrence !== 'several')
          return refused({ field: 'year', key: 'drafts.create.already-there', params: { title } });
        const instruction: Instruction = {
          id: newId(),
          slug: addressOf(slug, number),
          kind: template.kind,
          year: wanted.year,
          title: number === 1 ? title : messages('drafts.create.numbered', { title, number }),
          templateSha256: template.sha256,
          state: 'draft',
          revision: 1,
          createdAt: at,
          createdBy: actor.id,
          updatedAt: at,
        };
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

/** 1 for the first of its year, then the first number whose address is free. */
export async function freeNumber(trx: Knex.Transaction, slug: string): Promise<number> {
  let number = 1;
  while ((await findInstruction(trx, { slug: addressOf(slug, number) })) !== undefined) number += 1;
  return number;
}

/** The address of the one of that number among those of a year and template. */
export function addressOf(slug: string, number: number): string {
  return number === 1 ? slug : `${slug}-${number}`;
}
