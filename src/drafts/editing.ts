import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { contentSha256, type Content } from './content.ts';
import { loadInstruction, subjectOf, type DraftingDeps } from './drafting-deps.ts';
import type { Fields } from './fields.ts';
import { demand, faultOfEdit, type Actor } from './instruction.ts';
import { getInstruction, lockInstruction, markRevision, type Instruction } from './instructions-store.ts';
import { baseOf, changesOf, mergeContents } from './merging.ts';
import { createReferences } from './references/references.ts';
import {
  getContents,
  getRevision,
  insertKeptAside,
  insertRevision,
  listKeptAside,
  removeKeptAside,
  type KeptAsideText,
} from './revisions-store.ts';
import { followSave } from './passages/anchoring.ts';
import { readSubmission, type Submission } from './submission.ts';

export interface Saved {
  /** The one that stands now. */
  revision: number;
  /** True when it holds what another person saved since: the page that saved does not show it. */
  others?: boolean;
}

interface SaveOptions {
  /** What was typed is already kept elsewhere: nothing of it has to be put aside. */
  isKept?: boolean;
  /** What is written in the same transaction, when the save is accepted: a new revision or, of the same words, none. */
  alongside?: (
    trx: Knex.Transaction,
    saved: { instruction: Instruction; revision: number; isNew: boolean },
  ) => Promise<void>;
}

/** Saves: every one a revision, none over another's, nothing typed ever lost. */
export function createEditing(deps: DraftingDeps) {
  const { database, journal, clock } = deps;
  const references = createReferences(deps);

  async function keepAside(
    trx: Knex.Transaction,
    texts: { part: string; content: string }[],
    why: Pick<KeptAsideText, 'instructionId' | 'cause' | 'baseRevision' | 'keptBy'>,
  ): Promise<void> {
    const keptAt = instantOf(clock);
    await insertKeptAside(
      trx,
      texts.map((text) => ({ ...why, ...text, id: newId(), keptAt })),
    );
  }

  async function insertSave(
    trx: Knex.Transaction,
    actor: Actor,
    instruction: Instruction,
    { content, standing }: { content: Content; standing: Content },
  ): Promise<number> {
    const { id } = instruction;
    const number = instruction.revision + 1;
    const savedAt = instantOf(clock);
    const contentHash = contentSha256(content);
    await insertRevision(trx, {
      ...content,
      instructionId: id,
      number,
      contentSha256: contentHash,
      savedAt,
      savedBy: actor.id,
    });
    await markRevision(trx, id, number, savedAt);
    await followSave(trx, id, { before: standing, after: content });
    await journal.append(trx, {
      type: 'instruction.saved',
      actor: actor.id,
      subject: subjectOf(id),
      data: { instruction: id, revision: number, contentSha256: contentHash },
    });
    return number;
  }

  /**
   * Saves fields and sections together, merged part by part with what others saved since the revision that
   * the person had before their eyes; an identical save changes nothing at all. Refused: faulty fields or texts,
   * and `drafts.conflict.saved-meanwhile` when another changed the same part; what was typed is kept aside.
   * Throws `forbidden`, `conflict` (frozen, signed).
   */
  async function save(
    actor: Actor,
    instructionId: string,
    submission: Submission,
    { isKept = false, alongside = async () => undefined }: SaveOptions = {},
  ): Promise<Outcome<Saved>> {
    const { instruction: seen, template } = await loadInstruction(deps, instructionId);
    demand(faultOfEdit(actor, seen));
    const { baseRevision, bases = {} } = submission;
    const numbers = [baseRevision, ...Object.values(bases)];
    if (numbers.some((number) => number < 1 || number > seen.revision))
      return refused({ field: 'revision', key: 'form.invalid' });
    const base = baseOf(template, submission, await getContents(database, instructionId, numbers));
    const { content: mine, errors, refused: refusedTexts } = readSubmission(template, base, submission);
    for (const { part, content, key } of await references.unknownMentions(base, mine)) {
      errors.push({ field: part, key });
      refusedTexts.push({ part, content });
    }
    const why = { instructionId, baseRevision, keptBy: actor.id };
    return database.transaction(async (trx) => {
      const instruction = await lockInstruction(trx, instructionId);
      demand(faultOfEdit(actor, instruction));
      if (errors.length > 0) {
        if (!isKept) await keepAside(trx, refusedTexts, { ...why, cause: 'refused' });
        return refused(...errors);
      }
      const standing = await getRevision(trx, instructionId, instruction.revision);
      const { content, conflicts, others } = mergeContents(template, { base, mine, standing });
      if (conflicts.length > 0) {
        const lost = changesOf(template, { base, mine, standing });
        if (!isKept) await keepAside(trx, lost, { ...why, cause: 'conflict' });
        return refused({ field: '', key: 'drafts.conflict.saved-meanwhile' });
      }
      const isNew = contentSha256(content) !== standing.contentSha256;
      const revision = isNew
        ? await insertSave(trx, actor, instruction, { content, standing })
        : instruction.revision;
      await alongside(trx, { instruction, revision, isNew });
      return accepted({ revision, ...(others ? { others } : {}) });
    });
  }

  /** Removes a kept text that somebody has read and no longer needs. */
  async function dismissKeptAside(actor: Actor, instructionId: string, keptId: string): Promise<void> {
    await database.transaction(async (trx) => {
      demand(faultOfEdit(actor, await lockInstruction(trx, instructionId)));
      await removeKeptAside(trx, instructionId, keptId);
    });
  }

  return {
    save,

    saveFields: (actor: Actor, instructionId: string, baseRevision: number, fields: Fields) =>
      save(actor, instructionId, { baseRevision, fields }),

    saveSection: (
      actor: Actor,
      instructionId: string,
      baseRevision: number,
      section: { key: string; json: unknown },
    ) => save(actor, instructionId, { baseRevision, sections: { [section.key]: section.json } }),

    /**
     * Puts a text kept after a conflict in the place of the standing one, as a save of its own.
     * Throws `not-found` when it is no longer kept.
     */
    async takeBackKeptAside(
      actor: Actor,
      instructionId: string,
      keptId: string,
    ): Promise<Outcome<{ revision: number }>> {
      const kept = (await listKeptAside(database, instructionId)).find(({ id }) => id === keptId);
      if (kept === undefined) throw new AppError('not-found', 'no such kept text');
      const { revision: baseRevision } = await getInstruction(database, instructionId);
      const saved = await save(actor, instructionId, { baseRevision, ...toSubmission(kept) });
      if (saved.ok) await dismissKeptAside(actor, instructionId, keptId);
      return saved;
    },

    dismissKeptAside,
  };
}

/** The part's own name says which form it came from: `fields[…]`, `sections[…]` or `plain[…]`. */
function toSubmission(kept: KeptAsideText): Partial<Submission> {
  const [, form, key] = /^(fields|sections|plain)\[(.+)\]$/.exec(kept.part) ?? [];
  return form === undefined || key === undefined ? {} : { [form]: { [key]: kept.content } };
}
