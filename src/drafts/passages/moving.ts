import { editsBetween, usualEffort, type Effort } from '../history/edits.ts';
import { anchorAt, findQuote, type Anchor } from './anchor.ts';

/** A stretch that stayed, or one that another took the place of (either may be empty). */
interface Stretch {
  same: boolean;
  before: { from: number; to: number };
  after: { from: number; to: number };
}

const partsOfText = /[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu;
/** A passage of so many words that kept fewer than a quarter of its letters was not rewritten: it went. */
const wordsOfARewriting = 6;
const keptByARewriting = 0.25;

/** How a part's text changed, in offsets; undefined when the two are too different for the effort left. */
export function stretchesBetween(
  before: string,
  after: string,
  effort: Effort = { left: usualEffort },
): Stretch[] | undefined {
  const tokens = (text: string): string[] => text.match(partsOfText) ?? [];
  const [left, right] = [tokens(before), tokens(after)];
  const edits = editsBetween(left, right, effort);
  if (edits === undefined) return undefined;
  const starts = (words: string[]): number[] => {
    const offsets = [0];
    for (const word of words) offsets.push((offsets.at(-1) ?? 0) + word.length);
    return offsets;
  };
  const [lefts, rights] = [starts(left), starts(right)];
  const span = (offsets: number[], { from, to }: { from: number; to: number }) => ({
    from: offsets[from] ?? 0,
    to: offsets[to] ?? 0,
  });
  const stretches: Stretch[] = [];
  for (const { kind, before: was, after: is } of edits) {
    const same = kind === 'same';
    const next = { same, before: span(lefts, was), after: span(rights, is) };
    const last = stretches.at(-1);
    if (last === undefined || last.same || same) stretches.push(next);
    else {
      // What went and what came at one place are one change.
      last.before.to = Math.max(last.before.to, next.before.to);
      last.after.to = Math.max(last.after.to, next.after.to);
    }
  }
  return stretches;
}

/**
 * The anchor in the text that took the place of the one it stood in: it follows its words, stays on what was
 * written in their place, finds them again where they were moved, or is gone. `stretches` tells how the text
 * changed, when that could be told.
 */
export function moveAnchor(anchor: Anchor, after: string, stretches: readonly Stretch[] | undefined): Anchor {
  const { from, to } = anchor;
  if (anchor.gone || from === null || to === null) return anchor.gone ? searched(anchor, after) : anchor;
  const moved = stretches && mapped(stretches, from, to);
  if (stretches === undefined || moved === undefined || !hasWords(after.slice(moved.from, moved.to)))
    return searched(anchor, after);
  if (keptOf(anchor.quote, from, stretches) < keptByARewriting) {
    const elsewhere = searched(anchor, after);
    const words = anchor.quote.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (!elsewhere.gone || words >= wordsOfARewriting) return elsewhere;
  }
  return anchorAt(after, moved.from, moved.to);
}

const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function searched(anchor: Anchor, text: string): Anchor {
  const found = findQuote(text, anchor, anchor.from ?? 0);
  return found === undefined ? { ...anchor, gone: true } : anchorAt(text, found.from, found.to);
}

/** Both ends on the other side. */
function mapped(stretches: readonly Stretch[], from: number, to: number) {
  const first = stretches.find(({ before }) => before.from <= from && from < before.to);
  const last = stretches.find(({ before }) => before.from < to && to <= before.to);
  if (first === undefined || last === undefined) return undefined;
  return {
    from: first.same ? first.after.from + (from - first.before.from) : first.after.from,
    to: last.same ? last.after.from + (to - last.before.from) : last.after.to,
  };
}

/** How much of a passage that began at `from` stayed, by its letters: 0 to 1. */
function keptOf(quote: string, from: number, stretches: readonly Stretch[]): number {
  const letters = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  let kept = 0;
  for (const { same, before } of stretches)
    if (same) kept += letters(quote.slice(Math.max(0, before.from - from), Math.max(0, before.to - from)));
  return kept / Math.max(1, letters(quote));
}
