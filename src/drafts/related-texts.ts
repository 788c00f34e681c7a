import type { DraftingDeps } from './drafting-deps.ts';
import { listCorrections } from './amendments-store.ts';
import { findInstruction, listInstructionsByIds, type Instruction } from './instructions-store.ts';
import { listRepealedBy } from './repeals/repeals-store.ts';
import { findPredecessor, listSuccessorIds } from './rolling-over/predecessors-store.ts';

/** The texts that one text is bound to, whatever their state. */
export interface RelatedTexts {
  /** What it was prepared from. */
  predecessor: Instruction | undefined;
  /** What was prepared from it, oldest first. */
  successors: Instruction[];
  /** Its rectificatifs, sent or being written. */
  corrections: Instruction[];
  /** What people recorded to be repealed by it, and did not take back. */
  repealed: Instruction[];
}

export function createRelatedTexts({ readDatabase }: Pick<DraftingDeps, 'readDatabase'>) {
  return {
    async relatedTo(instructionId: string): Promise<RelatedTexts> {
      const predecessor = await findPredecessor(readDatabase, instructionId);
      const ids = {
        successors: await listSuccessorIds(readDatabase, instructionId),
        corrections: (await listCorrections(readDatabase, instructionId)).map((each) => each.instructionId),
        repealed: await listRepealedBy(readDatabase, instructionId),
      };
      const known = await listInstructionsByIds(readDatabase, Object.values(ids).flat());
      const found = (wanted: readonly string[]) =>
        wanted.flatMap((id) => known.find((instruction) => instruction.id === id) ?? []);
      return {
        predecessor: predecessor && (await findInstruction(readDatabase, { id: predecessor.fromId })),
        successors: found(ids.successors),
        corrections: found(ids.corrections),
        repealed: found(ids.repealed),
      };
    },
  };
}
