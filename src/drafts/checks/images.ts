import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** Images that tell nothing to who does not see them: RGAA 4.1, criterion 1.1. */
export function findImagesWithoutAlternative({ sections, at }: CheckedText): Finding[] {
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    text.descendants((node) => {
      if (node.type.name === 'image' && String(node.attrs['alt'] ?? '').trim() === '')
        found.push({ key: 'checks.image-alternative', severity: 'error', ...at({ section }) });
      return true;
    });
    return found;
  });
}
