import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** Links without a word to read: RGAA 4.1, criterion 6.2. */
export function findEmptyLinks({ sections, at }: CheckedText): Finding[] {
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    text.descendants((node) => {
      if (!node.isTextblock) return true;
      // A link goes on under other marks: its words are those of all the neighbours that lead to one address.
      let last: { href: string; words: string } | undefined;
      const end = () => {
        if (last?.words.trim() === '') {
          const params = { href: last.href };
          found.push({ key: 'checks.empty-link', severity: 'error', params, ...at({ section }) });
        }
        last = undefined;
      };
      for (const child of node.children) {
        const link = child.marks.find(({ type }) => type.name === 'link');
        const href = link === undefined ? undefined : String(link.attrs['href']);
        if (href !== last?.href) end();
        if (href !== undefined) last = { href, words: (last?.words ?? '') + child.textContent };
      }
      end();
      return true;
    });
    return found;
  });
}
