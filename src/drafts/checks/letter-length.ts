import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** The Prime Minister's circular of 17 July 2013 asks for five pages at most. */
const mostPages = 5;

/** A letter that is longer than what is asked of circulars: said, never forbidden. */
export function findExcessLength({ facts: { pages }, at }: CheckedText): Finding[] {
  if (pages === undefined || pages <= mostPages) return [];
  return [{ key: 'checks.too-long', severity: 'warning', params: { pages, maximum: mostPages }, ...at({}) }];
}
