import { AppError } from '../../kernel/errors.ts';
import { refused, type Outcome } from '../../kernel/outcome.ts';
import type { Content } from '../content.ts';
import { loadInstruction, subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import type { createEditing } from '../editing.ts';
import { demand, faultOfDraftAct, type Actor } from '../instruction.ts';
import { getInstruction } from '../instructions-store.ts';
import type { InstructionTemplate } from '../ports.ts';
import { getRevision, type Revision } from '../revisions-store.ts';
import { compareContents, type ComparedPart, type Written } from './comparing.ts';
import { listFrozenRevisions, listRevisions } from './history-store.ts';
import { restorable } from './restoring.ts';

const revisionsOfPage = 30;

/** The revisions of a text: listed, read, compared two by two, and made the text again. */
export function createHistory(deps: DraftingDeps, editing: Pick<ReturnType<typeof createEditing>, 'save'>) {
  const { database, readDatabase, journal } = deps;

  /** Throws `not-found` for a number that the instruction does not have. */
  async function revisionOf(instructionId: string, number: number): Promise<Revision> {
    const { revision } = await getInstruction(database, instructionId);
    if (number < 1 || number > revision) throw new AppError('not-found', 'no such revision');
    return getRevision(database, instructionId, number);
  }

  return {
    revisionOf,

    /**
     * A page of the history, newest first: the revisions before `before`, or the last ones. Each with the
     * titles of what it changed, what it restored, and what became of it. `older` is what to give to read on.
     */
    async historyPage(instructionId: string, query: { before?: number | undefined } = {}) {
      const { template, instruction } = await loadInstruction(deps, instructionId);
      const found = await listRevisions(readDatabase, instructionId, {
        below: query.before,
        limit: revisionsOfPage + 1,
      });
      const frozen = await listFrozenRevisions(readDatabase, instructionId);
      const restored = await journal.list({
        subjects: [subjectOf(instructionId)],
        types: ['instruction.restored'],
      });
      const shown = found.slice(0, revisionsOfPage);
      return {
        total: instruction.revision,
        older: found.length > shown.length ? shown.at(-1)?.number : undefined,
        revisions: shown.map((revision, index) => ({
          number: revision.number,
          savedAt: revision.savedAt,
          savedBy: revision.savedBy,
          changed: changedTitles(template, found[index + 1], revision),
          frozen: frozen.filter((version) => version.revision === revision.number),
          restoredFrom: restored
            .map(({ data }) => data as { revision: number; from: number })
            .find((data) => data.revision === revision.number)?.from,
        })),
      };
    },

    /** Two revisions part by part, in the template of today and what it has no place for any more. */
    async comparedRevisions(instructionId: string, from: number, to: number) {
      const { template } = await loadInstruction(deps, instructionId);
      const before = await revisionOf(instructionId, from);
      const after = await revisionOf(instructionId, to);
      return { before, after, parts: compareContents(written(template, before), written(template, after)) };
    },

    /**
     * Two instructions part by part, each in its own template: as they were frozen, or as they stand in writing.
     * Throws `not-found`.
     */
    async comparedInstructions(beforeId: string, afterId: string): Promise<ComparedPart[]> {
      const was = await loadInstruction(deps, beforeId);
      const is = await loadInstruction(deps, afterId);
      return compareContents(written(was.template, was.content), written(is.template, is.content));
    },

    /** What restoring a revision would change in the text of today. */
    async restoration(instructionId: string, number: number) {
      const { template, content, instruction } = await loadInstruction(deps, instructionId);
      const earlier = await revisionOf(instructionId, number);
      const { fields, sections, ...told } = restorable(template, { standing: content, earlier });
      const after = {
        fields: { ...content.fields, ...fields },
        sections: { ...content.sections, ...sections },
      };
      const parts = compareContents(written(template, content), written(template, after));
      return { ...told, earlier, baseRevision: instruction.revision, parts };
    },

    /**
     * Makes an earlier revision the text again, as a revision of its own: a save like any other, merged with
     * what others saved since `baseRevision`, refused when they changed the same parts. Refused too: a
     * revision that holds nothing else. Throws `forbidden`, `conflict` (not a draft), `not-found`.
     */
    async restore(
      actor: Actor,
      instructionId: string,
      wanted: { number: number; baseRevision: number },
    ): Promise<Outcome<{ revision: number }>> {
      const { template, instruction } = await loadInstruction(deps, instructionId);
      demand(faultOfDraftAct(actor, instruction));
      const earlier = await revisionOf(instructionId, wanted.number);
      const seen = await revisionOf(instructionId, wanted.baseRevision);
      const { fields, sections, isSame } = restorable(template, { standing: seen, earlier });
      if (isSame) return refused({ field: '', key: 'history.restore.nothing' });
      const { baseRevision } = wanted;
      return editing.save(
        actor,
        instructionId,
        { baseRevision, fields, sections },
        {
          alongside: async (trx, saved) => {
            demand(faultOfDraftAct(actor, saved.instruction));
            if (!saved.isNew) return;
            await journal.append(trx, {
              type: 'instruction.restored',
              actor: actor.id,
              subject: subjectOf(instructionId),
              data: { instruction: instructionId, revision: saved.revision, from: wanted.number },
            });
          },
        },
      );
    },
  };
}

/** A revision in a template: a part that the template has not is told by its key, never left out. */
export function written(
  template: Pick<InstructionTemplate, 'fields' | 'sections'>,
  { fields, sections }: Content,
): Written {
  const strays = (keys: string[], known: readonly { key: string }[]) =>
    keys.filter((key) => !known.some((spec) => spec.key === key));
  return {
    template: {
      fields: [
        ...template.fields,
        ...strays(Object.keys(fields), template.fields).map((key) => ({
          ...{ key, label: key },
          ...{ type: 'text' as const, required: false },
        })),
      ],
      sections: [
        ...template.sections,
        ...strays(Object.keys(sections), template.sections).map((key) => ({ key, title: key })),
      ],
    },
    content: { fields, sections },
  };
}

/** Titles of the parts that differ from the revision before; undefined for the first one. */
function changedTitles(
  template: InstructionTemplate,
  before: Content | undefined,
  after: Content,
): string[] | undefined {
  if (before === undefined) return undefined;
  const [left, right] = [written(template, before).template, written(template, after).template];
  const differ = (kind: 'fields' | 'sections', key: string) => before[kind][key] !== after[kind][key];
  const specs = <Spec extends { key: string }>(one: readonly Spec[], other: readonly Spec[]) => [
    ...new Map([...other, ...one].map((spec) => [spec.key, spec])).values(),
  ];
  return [
    ...specs(left.fields, right.fields).flatMap(({ key, label }) => (differ('fields', key) ? [label] : [])),
    ...specs(left.sections, right.sections).flatMap(({ key, title }) =>
      differ('sections', key) ? [title] : [],
    ),
  ];
}
