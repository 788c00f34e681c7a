import type { Allocations } from '../../allocations/allocations.ts';
import type { Instruction, Instructions } from '../../drafts/instructions.ts';

export type Comparing = ReturnType<typeof createComparing>;
export type ComparedTexts = NonNullable<Awaited<ReturnType<Comparing['comparedTexts']>>>;

export interface ComparingDeps {
  instructions: Pick<
    Instructions,
    'list' | 'findBySlug' | 'comparedInstructions' | 'documentSeal' | 'signedVersion'
  >;
  allocations?: Pick<Allocations, 'currentTable'>;
}

/** Any two instructions side by side: their fields, their texts, their credits. */
export function createComparing({ instructions, allocations }: ComparingDeps) {
  async function sideOf(instruction: Instruction) {
    return {
      instruction,
      seal: await instructions.documentSeal(instruction.id),
      signedOn: (await instructions.signedVersion(instruction.id))?.signedOn,
      credits: (await allocations?.currentTable(instruction.id))?.lines ?? [],
    };
  }

  return {
    /** The texts that may be compared, newest year first. */
    comparableTexts: () => instructions.list(),

    /** The two of these addresses; undefined when one of them is not there. */
    async comparedTexts(beforeSlug: string, afterSlug: string) {
      const before = await instructions.findBySlug(beforeSlug);
      const after = await instructions.findBySlug(afterSlug);
      if (before === undefined || after === undefined) return undefined;
      return {
        before: await sideOf(before),
        after: await sideOf(after),
        parts: await instructions.comparedInstructions(before.id, after.id),
      };
    },
  };
}
