import type { CheckedText } from './checked-text.ts';
import { excerptOf } from './excerpt.ts';
import type { Finding } from './finding.ts';

/** Passages « à revoir » that nobody has confirmed. */
export function findLeftToReview({ facts, at }: CheckedText): Finding[] {
  return facts.toReview.map(({ id, quote, ...place }) => ({
    key: quote === '' ? 'checks.to-review-part' : 'checks.to-review',
    severity: 'error',
    params: { quote: excerptOf(quote) },
    ...at({ ...place, passage: id }),
  }));
}

/** Comments marked as blocking that nobody has resolved. */
export function findBlockingComments({ facts, at }: CheckedText): Finding[] {
  return facts.blocking.map(({ id, words, ...part }) => {
    const { place, label } = at(part);
    return {
      key: 'checks.blocking-comment',
      severity: 'error',
      params: { words: excerptOf(words) },
      place: { ...place, href: `/instructions/${facts.slug}/commentaires#fil-${id}` },
      label,
    };
  });
}
