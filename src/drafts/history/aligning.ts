import type { Block } from './blocks.ts';
import { editsBetween, type Effort } from './edits.ts';
import { createLikeness, type Likeness } from './likeness.ts';

/**
 * A block beside the one that it became. With one side alone, it went or came; with `movedTo` or `movedFrom`,
 * it stands elsewhere in the other text, where it is told a second time.
 */
export type Pair =
  { before: Block; after: Block } | { before: Block; movedTo?: Block } | { after: Block; movedFrom?: Block };

/** Two blocks that share a third of their words are one that was rewritten. */
const edited = 0.35;
/** Elsewhere in the text, it takes more: short sentences look alike. */
const movedAlike = 0.6;
const fewestMovedWords = 4;

/** Both texts' blocks in one order, which is each text's own. */
export function alignBlocks(before: readonly Block[], after: readonly Block[], effort: Effort): Pair[] {
  const likeness = createLikeness();
  const keys = (blocks: readonly Block[]) => blocks.map(({ key }) => key);
  const edits = editsBetween(keys(before), keys(after), effort) ?? [
    { kind: 'removed' as const, before: { from: 0, to: before.length }, after: { from: 0, to: 0 } },
    { kind: 'added' as const, before: { from: 0, to: 0 }, after: { from: 0, to: after.length } },
  ];
  const pairs: Pair[] = [];
  let gone: Block[] = [];
  let come: Block[] = [];
  const flush = (): void => {
    pairs.push(...pairedInOrder(gone, come, likeness, effort));
    [gone, come] = [[], []];
  };
  for (const edit of edits) {
    const left = before.slice(edit.before.from, edit.before.to);
    const right = after.slice(edit.after.from, edit.after.to);
    if (edit.kind === 'removed') gone.push(...left);
    else if (edit.kind === 'added') come.push(...right);
    else {
      flush();
      right.forEach((block, index) => pairs.push({ before: left[index] ?? block, after: block }));
    }
  }
  flush();
  return withMoves(pairs, likeness, effort);
}

/** The pairing of a gap that keeps both orders and the most likeness. */
function pairedInOrder(gone: Block[], come: Block[], likeness: Likeness, effort: Effort): Pair[] {
  const apart = [...gone.map((before) => ({ before })), ...come.map((after) => ({ after }))];
  if (gone.length === 0 || come.length === 0 || !likeness.affords(gone, come, effort)) return apart;
  const alike = gone.map((before) => come.map((after) => likeness.of(before, after)));
  // best[i][j]: the most likeness that can be had of gone from i on and come from j on.
  const best = Array.from({ length: gone.length + 1 }, () => new Float64Array(come.length + 1));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const paired = (i: number, j: number): number => {
    const score = alike[i]?.[j] ?? 0;
    return score < edited ? -1 : score + at(i + 1, j + 1);
  };
  for (let i = gone.length - 1; i >= 0; i -= 1)
    for (let j = come.length - 1; j >= 0; j -= 1)
      (best[i] as Float64Array)[j] = Math.max(paired(i, j), at(i + 1, j), at(i, j + 1));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < gone.length || j < come.length) {
    const [before, after] = [gone[i], come[j]];
    if (before !== undefined && after !== undefined && paired(i, j) === at(i, j)) {
      pairs.push({ before, after });
      i += 1;
      j += 1;
    } else if (before !== undefined && at(i + 1, j) === at(i, j)) {
      pairs.push({ before });
      i += 1;
    } else if (after !== undefined) {
      pairs.push({ after });
      j += 1;
    }
  }
  return pairs;
}

/** What went here and came there, almost as it was, is one block that was moved. */
function withMoves(pairs: Pair[], likeness: Likeness, effort: Effort): Pair[] {
  const isLong = (block: Block): boolean => likeness.words(block) >= fewestMovedWords;
  const gone = pairs.flatMap((pair) => ('after' in pair || !isLong(pair.before) ? [] : [pair.before]));
  const come = pairs.flatMap((pair) => ('before' in pair || !isLong(pair.after) ? [] : [pair.after]));
  if (gone.length === 0 || come.length === 0 || !likeness.affords(gone, come, effort)) return pairs;
  const movedTo = new Map<Block, Block>();
  const movedFrom = new Map<Block, Block>();
  for (const before of gone) {
    const candidates = come
      .filter((after) => !movedFrom.has(after))
      .map((after) => ({ after, score: likeness.of(before, after) }))
      .sort((a, b) => b.score - a.score);
    const [found] = candidates;
    if (found === undefined || found.score < movedAlike) continue;
    movedTo.set(before, found.after);
    movedFrom.set(found.after, before);
  }
  return pairs.map((pair): Pair => {
    if ('before' in pair && 'after' in pair) return pair;
    const other = 'before' in pair ? movedTo.get(pair.before) : movedFrom.get(pair.after);
    if (other === undefined) return pair;
    return 'before' in pair ? { ...pair, movedTo: other } : { ...pair, movedFrom: other };
  });
}
