import type { CheckedText } from './checked-text.ts';
import { excerptOf } from './excerpt.ts';
import type { Finding } from './finding.ts';

/** Tables without a header cell, or whose header says nothing: RGAA 4.1, criteria 5.6 and 5.7. */
export function findTablesWithoutHeaders({ sections, at }: CheckedText): Finding[] {
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    text.descendants((node) => {
      if (node.type.name !== 'table') return node.type.name !== 'paragraph';
      const cells = node.children.flatMap((row) => [...row.children]);
      const params = { quote: excerptOf(cells.map((cell) => cell.textContent).join(' ')) };
      if (!cells.some((cell) => cell.type.name === 'tableHeader'))
        found.push({
          key: 'checks.table-headers',
          severity: 'error',
          params,
          ...at({ section, words: wordsOf(cells) }),
        });
      return false;
    });
    return found;
  });
}

/** Of the first cell that has some. */
const wordsOf = (cells: readonly { textContent: string }[]) =>
  cells.find(({ textContent }) => textContent.trim() !== '')?.textContent ?? '';
