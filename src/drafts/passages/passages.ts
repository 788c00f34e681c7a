import type { Knex } from 'knex';
import { instantOf } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Content } from '../content.ts';
import { subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import { demand, faultOfEdit, type Actor } from '../instruction.ts';
import { lockInstruction } from '../instructions-store.ts';
import { anchorAt, wholePart } from './anchor.ts';
import { textOfPart } from './anchoring.ts';
import { insertAnchors } from './anchors-store.ts';
import { insertToReview, listToReview, markConfirmed, type ToReview } from './to-review-store.ts';

/** A passage of a part (`fields[key]`, `sections[key]`), in offsets of its anchor text; without them, all of it. */
export interface PassageToMark {
  part: string;
  from?: number;
  to?: number;
}

/** Passages « à revoir »: somebody must say of each that it was read again before the text is submitted. */
export function createPassages(deps: Pick<DraftingDeps, 'database' | 'journal' | 'clock'>) {
  const { database, journal, clock } = deps;

  async function setConfirmed(
    actor: Actor,
    instructionId: string,
    ids: readonly string[],
    isConfirmed: boolean,
  ): Promise<number> {
    return database.transaction(async (trx) => {
      demand(faultOfEdit(actor, await lockInstruction(trx, instructionId)));
      const by = { at: instantOf(clock), userId: actor.id };
      const passages = await markConfirmed(trx, instructionId, ids, isConfirmed ? by : null);
      if (passages.length > 0)
        await journal.append(trx, {
          type: isConfirmed ? 'passages.confirmed' : 'passages.reopened',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, passages: passages.toSorted() },
        });
      return passages.length;
    });
  }

  return {
    /**
     * Marks passages of `content`, the text as it stands at the end of the transaction, each until somebody
     * confirms it. `why` is told with each: `date`, `amount`, `year`, `other`. A part that is not there, or
     * an empty passage, is passed over. Gives how many were marked.
     */
    async markToReview(
      trx: Knex.Transaction,
      marked: {
        instructionId: string;
        actorId: string;
        content: Content;
        passages: readonly (PassageToMark & { why: ToReviewReason })[];
      },
    ): Promise<number> {
      const { instructionId, actorId, content } = marked;
      const markedAt = instantOf(clock);
      const anchors = marked.passages.flatMap(({ part, from, to, why }) => {
        const text = textOfPart(content, part);
        if (text === undefined) return [];
        const anchor = from === undefined || to === undefined ? wholePart : anchorAt(text, from, to);
        if (anchor !== wholePart && anchor.quote.trim() === '') return [];
        const { quote: firstQuote } = anchor;
        return [
          { ...anchor, id: newId(), instructionId, part, firstQuote, why, markedAt, markedBy: actorId },
        ];
      });
      if (anchors.length === 0) return 0;
      await insertAnchors(trx, anchors);
      await insertToReview(trx, anchors);
      await journal.append(trx, {
        type: 'passages.marked',
        actor: actorId,
        subject: subjectOf(instructionId),
        data: { instruction: instructionId, count: anchors.length },
      });
      return anchors.length;
    },

    /** Every passage that was marked, in the order of the text; those that are gone have nothing left to review. */
    listToReview: (instructionId: string): Promise<ToReview[]> => listToReview(database, instructionId),

    /** « C’est relu », of several at once; those already confirmed stay as they are. Throws `forbidden`, `conflict`. */
    confirmPassages: (actor: Actor, instructionId: string, ids: readonly string[]) =>
      setConfirmed(actor, instructionId, ids, true),

    /** Takes a confirmation back. Throws `forbidden`, `conflict`. */
    reopenPassages: (actor: Actor, instructionId: string, ids: readonly string[]) =>
      setConfirmed(actor, instructionId, ids, false),
  };
}

export type ToReviewReason = 'date' | 'amount' | 'year' | 'other';

/** What still stops a submission: neither confirmed nor gone. */
export function leftToReview(passages: readonly ToReview[]): ToReview[] {
  return passages.filter(({ confirmedAt, gone }) => confirmedAt === null && !gone);
}
