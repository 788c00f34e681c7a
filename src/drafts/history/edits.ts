import { diffArrays } from 'diff';

/** What a comparison may still cost, in steps: one is shared by all of its parts, so that it always ends. */
export interface Effort {
  left: number;
}

/** Enough for two texts of fifty pages of which a thousand words differ in one place; about a second. */
export const usualEffort = 1_000_000;

/** A run of items that are on both sides, or on one; the indexes are half-open. */
export interface Edit {
  kind: 'same' | 'removed' | 'added';
  before: { from: number; to: number };
  after: { from: number; to: number };
}

/**
 * The shortest way from one list to the other (Myers). Undefined when it would cost more than what is left of
 * the effort: the caller then says « remplacé » of the whole. The bound counts steps, never time: the same two
 * texts are always compared alike.
 */
export function editsBetween(
  before: readonly string[],
  after: readonly string[],
  effort: Effort,
): Edit[] | undefined {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;

  const maxEditLength = Math.floor(Math.sqrt(Math.max(0, effort.left)));
  const changes = diffArrays(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
    { maxEditLength },
  );
  if (changes === undefined) {
    // What was spent in vain counts too, but half is kept for the parts that come after.
    effort.left = Math.floor(effort.left / 2);
    return undefined;
  }
  const edits: Edit[] = [];
  let [left, right] = [0, 0];
  const push = (kind: Edit['kind'], count: number): void => {
    if (count === 0) return;
    const [before, after] = [kind === 'added' ? 0 : count, kind === 'removed' ? 0 : count];
    edits.push({
      kind,
      before: { from: left, to: left + before },
      after: { from: right, to: right + after },
    });
    left += before;
    right += after;
  };
  push('same', head);
  let changed = 0;
  for (const { added, removed, count } of changes) {
    push(added ? 'added' : removed ? 'removed' : 'same', count);
    if (added || removed) changed += count;
  }
  push('same', tail);
  effort.left -= changed * changed;
  return edits;
}
