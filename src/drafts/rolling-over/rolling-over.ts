import type { Knex } from 'knex';
import { instantOf } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import { findAmendment } from '../amendments-store.ts';
import { insertBeginning } from '../beginning.ts';
import { titleOf } from '../content.ts';
import { addressOf, freeNumber } from '../creation.ts';
import { loadInstruction, subjectOf, type DraftingDeps, type Loaded } from '../drafting-deps.ts';
import { yearText } from '../fields.ts';
import { compareContents } from '../history/comparing.ts';
import { written } from '../history/history.ts';
import { demand, faultOfBeginning, isSigned, type Actor } from '../instruction.ts';
import {
  findInstruction,
  getInstruction,
  listInstructions,
  type Instruction,
} from '../instructions-store.ts';
import type { createPassages, ToReviewReason } from '../passages/passages.ts';
import type { InstructionTemplate } from '../ports.ts';
import { insertKeptAside } from '../revisions-store.ts';
import { planRollOver, type Plan } from './plan.ts';
import {
  findPredecessor,
  findSignedOfYear,
  insertPredecessor,
  listSuccessorIds,
  listTemplateNames,
} from './predecessors-store.ts';
import type { YearBoundKind } from './year-bound.ts';

const reasons: Record<YearBoundKind, ToReviewReason> = {
  date: 'date',
  amount: 'amount',
  percentage: 'amount',
  year: 'year',
  relative: 'year',
};

/** The next year's text from this year's, and the two of them side by side. */
export function createRollingOver(
  deps: DraftingDeps,
  passages: Pick<ReturnType<typeof createPassages>, 'markToReview'>,
) {
  const { database, journal, clock, render, messages } = deps;

  /** Today's template of the text, or why the next year cannot be prepared from it. */
  async function whatBegins(
    database: Knex | Knex.Transaction,
    { instruction, pinned }: Pick<Loaded, 'instruction' | 'pinned'>,
  ): Promise<{ template: InstructionTemplate } | { fault: FieldError; standing?: Instruction }> {
    const year = instruction.year + 1;
    const amendment = await findAmendment(database, instruction.id);
    if (amendment?.relation === 'amends' || pinned.amends === true)
      return { fault: { field: '', key: 'history.next.amends' } };
    const template = render.listTemplates().find(({ name }) => name === pinned.name);
    if (template === undefined) return { fault: { field: '', key: 'history.next.no-template' } };
    if (!yearText.safeParse(String(year)).success)
      return { fault: { field: '', key: 'drafts.field.not-a-year' } };
    if (template.recurrence === 'several') return { template };
    const standing = await findInstruction(database, { slug: `${year}-${template.name}` });
    if (standing === undefined) return { template };
    return {
      fault: { field: '', key: 'history.next.already-there', params: { title: standing.title } },
      standing,
    };
  }

  function planOf({ instruction, template, content }: Loaded, today: InstructionTemplate): Plan {
    const { year } = instruction;
    return planRollOver({ template, content, year }, { template: today, year: year + 1 });
  }

  async function before(instructionId: string): Promise<Instruction | undefined> {
    const predecessor = await findPredecessor(database, instructionId);
    if (predecessor !== undefined) return getInstruction(database, predecessor.fromId);
    const { instruction, pinned } = await loadInstruction(deps, instructionId);
    const id = await findSignedOfYear(database, { templateName: pinned.name, year: instruction.year - 1 });
    return id === undefined ? undefined : getInstruction(database, id);
  }

  return {
    /**
     * What preparing the next year from this text would write; or the reason why it cannot be prepared, and
     * the text that already stands in its place. Throws `not-found`.
     */
    async nextYear(instructionId: string) {
      const loaded = await loadInstruction(deps, instructionId);
      const { instruction } = loaded;
      const found = await whatBegins(database, loaded);
      const year = instruction.year + 1;
      if ('fault' in found) return { instruction, year, fault: found.fault, standing: found.standing };
      const plan = planOf(loaded, found.template);
      return { instruction, year, title: titleOf(found.template, plan.content.fields), plan };
    },

    /**
     * Begins the next year's text from this one (see `planRollOver`): a draft of which this person is the
     * declared author, its passages « à revoir » marked. The credits are not copied. Refused: a rectificatif
     * that leaves its text standing, a template that is no more, a year that has its text. Throws `forbidden`.
     */
    async rollOver(actor: Actor, fromId: string): Promise<Outcome<Instruction>> {
      demand(faultOfBeginning(actor));
      const loaded = await loadInstruction(deps, fromId);
      const { instruction: from } = loaded;
      const at = instantOf(clock);
      const year = from.year + 1;
      return database.transaction(async (trx): Promise<Outcome<Instruction>> => {
        const found = await whatBegins(trx, loaded);
        if ('fault' in found) return refused(found.fault);
        const { template } = found;
        const plan = planOf(loaded, template);
        const slug = `${year}-${template.name}`;
        const number = await freeNumber(trx, slug);
        const title = titleOf(template, plan.content.fields);
        const instruction: Instruction = {
          ...{ id: newId(), slug: addressOf(slug, number), kind: template.kind, year },
          title: number === 1 ? title : messages('drafts.create.numbered', { title, number }),
          ...{ templateSha256: template.sha256, state: 'draft', revision: 1 },
          ...{ createdAt: at, createdBy: actor.id, updatedAt: at },
        };
        const { id } = instruction;
        const { content } = plan;
        await insertBeginning(trx, journal, { instruction, template, content });
        await insertPredecessor(trx, {
          ...{ instructionId: id, fromId, fromRevision: from.revision },
          ...{ preparedAt: at, preparedBy: actor.id },
        });
        await insertKeptAside(
          trx,
          plan.keptAside.map(({ part, content }) => ({
            ...{ id: newId(), instructionId: id, part, content },
            ...{ cause: 'no-place' as const, baseRevision: 1, keptAt: at, keptBy: actor.id },
          })),
        );
        await journal.append(trx, {
          type: 'instruction.rolled-over',
          actor: actor.id,
          subject: subjectOf(id),
          data: { instruction: id, from: fromId, fromRevision: from.revision, fromYear: from.year },
        });
        await passages.markToReview(trx, {
          ...{ instructionId: id, actorId: actor.id, content },
          passages: plan.passages.map(({ kind, ...place }) => ({ ...place, why: reasons[kind] })),
        });
        return accepted(instruction);
      });
    },

    /**
     * The signed texts whose next year nobody began, latest year first: those that a page offers to prepare
     * it from. Neither a text that a sent rectificatif replaced, nor a rectificatif that leaves its text standing.
     */
    async listPreparable(): Promise<{ id: string; slug: string; title: string; year: number }[]> {
      const instructions = await listInstructions(deps.readDatabase, {});
      const facts = new Map((await listTemplateNames(deps.readDatabase)).map((each) => [each.id, each]));
      const yearly = render.listTemplates().filter(({ amends }) => amends !== true);
      const names = new Set(yearly.map(({ name }) => name));
      const begun = new Set(instructions.map(({ id, year }) => `${year}-${facts.get(id)?.templateName}`));
      return instructions
        .filter(({ id, year, state }) => {
          const fact = facts.get(id);
          if (fact === undefined || fact.isReplaced || fact.relation === 'amends') return false;
          return (
            isSigned(state) && names.has(fact.templateName) && !begun.has(`${year + 1}-${fact.templateName}`)
          );
        })
        .map(({ id, slug, title, year }) => ({ id, slug, title, year: year + 1 }));
    },

    /** The text that this one was prepared from, or the last signed one of its template the year before. */
    yearBefore: before,

    /** The texts that were prepared from this one. */
    async preparedFrom(instructionId: string): Promise<Instruction[]> {
      const ids = await listSuccessorIds(database, instructionId);
      return Promise.all(ids.map((id) => getInstruction(database, id)));
    },

    /** This text beside the year before's, each in its own template; undefined when there is none. */
    async comparedWithYearBefore(instructionId: string) {
      const earlier = await before(instructionId);
      if (earlier === undefined) return undefined;
      const [was, is] = [await loadInstruction(deps, earlier.id), await loadInstruction(deps, instructionId)];
      return {
        earlier,
        parts: compareContents(written(was.template, was.content), written(is.template, is.content)),
      };
    },
  };
}
