import type { CheckedText } from './checked-text.ts';
import { excerptOf } from './excerpt.ts';
import type { Finding } from './finding.ts';

/** The level that a section's own headings begin at, under its title. */
const highestLevel = 2;

/**
 * Headings that skip a level, or that have no words: RGAA 4.1, criterion 9.1, and ISO 14289-1 (PDF/UA), 7.4.2,
 * ask for a hierarchy without a gap.
 */
export function findFaultyHeadings({ sections, at }: CheckedText): Finding[] {
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    let above = highestLevel - 1;
    text.descendants((node) => {
      if (node.type.name !== 'heading') return node.type.name === 'doc';
      const level = Number(node.attrs['level']);
      const quote = excerptOf(node.textContent);
      const severity = 'error';
      if (quote === '') found.push({ key: 'checks.empty-heading', severity, ...at({ section }) });
      else if (level > above + 1)
        found.push({
          key: 'checks.skipped-heading',
          severity,
          params: { quote },
          ...at({ section, words: node.textContent }),
        });
      above = level;
      return false;
    });
    return found;
  });
}
