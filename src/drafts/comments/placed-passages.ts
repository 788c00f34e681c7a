import { excerptOf } from '../checks/excerpt.ts';
import { leftToReview } from '../passages/passages.ts';
import type { ToReview } from '../passages/to-review-store.ts';
import type { Thread } from './comments.ts';

/** A passage as the editor shows it: offsets in the part's anchor text, and its words to find it by. */
export interface PlacedPassage {
  id: string;
  kind: 'comment' | 'blocking' | 'review';
  part: string;
  from: number;
  to: number;
  quote: string;
  prefix: string;
  suffix: string;
  /** What is said of it. */
  words: string;
  authorId?: string;
}

/** What is shown over the text: open threads on a passage, and passages to review that nobody confirmed. */
export function placedPassages(threads: readonly Thread[], toReview: readonly ToReview[]): PlacedPassage[] {
  const commented = threads
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map(({ id, anchor, blocking, comments }) => ({
      ...{ id, anchor, kind: blocking ? ('blocking' as const) : ('comment' as const) },
      words: excerptOf(comments.find(({ words }) => words !== null)?.words ?? ''),
      authorId: comments[0]?.authorId ?? '',
    }));
  const review = leftToReview(toReview).map((anchor) => ({
    ...{ id: anchor.id, anchor, kind: 'review' as const, words: '' },
  }));
  return [...commented, ...review].flatMap(({ anchor, ...passage }) => {
    const { part, from, to, quote, prefix, suffix, gone } = anchor;
    if (part === null || from === null || to === null || gone) return [];
    return [{ ...passage, part, from, to, quote, prefix, suffix }];
  });
}
