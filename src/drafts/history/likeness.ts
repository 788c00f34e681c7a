import type { Block } from './blocks.ts';
import type { Effort } from './edits.ts';

export type Likeness = ReturnType<typeof createLikeness>;

/** How much two blocks share, each one's words counted once for all comparisons. */
export function createLikeness() {
  const bags = new Map<Block, { words: Map<string, number>; total: number }>();

  function bagOf(block: Block) {
    const known = bags.get(block);
    if (known !== undefined) return known;
    const words = new Map<string, number>();
    let total = 0;
    for (const { text, sign, key } of block.tokens) {
      if (sign === undefined && !/[\p{L}\p{N}]/u.test(text)) continue;
      if (sign !== undefined && text === '') continue;
      const word = sign === undefined ? text.toLocaleLowerCase('fr') : key;
      words.set(word, (words.get(word) ?? 0) + 1);
      total += 1;
    }
    const bag = { words, total };
    bags.set(block, bag);
    return bag;
  }

  return {
    words: (block: Block): number => bagOf(block).total,

    /** Twice the common words over all of them (Dice): 0 to 1. A row of a table is like rows alone. */
    of(before: Block, after: Block): number {
      if ((before.kind === 'row') !== (after.kind === 'row')) return 0;
      const [left, right] = [bagOf(before), bagOf(after)];
      if (left.total === 0 || right.total === 0) return before.key === after.key ? 1 : 0;
      let common = 0;
      for (const [word, count] of left.words) common += Math.min(count, right.words.get(word) ?? 0);
      return (2 * common) / (left.total + right.total);
    },

    /** Whether every block of one side may be held against every one of the other; what it costs is taken. */
    affords(before: readonly Block[], after: readonly Block[], effort: Effort): boolean {
      const words = before.reduce((sum, block) => sum + bagOf(block).words.size + 1, 0);
      // A word looked up is cheaper than a step of the way between two texts.
      const cost = (words * after.length) / 4;
      if (cost > effort.left / 2) return false;
      effort.left -= cost;
      return true;
    },
  };
}
