import { creditsAnnex } from '../content.ts';
import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** References to a section or an annex that this text does not have. */
export function findLostCrossReferences({ sections, facts, at }: CheckedText): Finding[] {
  const targets = new Set(sections.map(({ key }) => key));
  if (facts.credits !== undefined) targets.add(creditsAnnex);
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    const lost = (target: string) => {
      const params = { target };
      const key = target === creditsAnnex ? 'checks.lost-credits' : 'checks.lost-reference';
      found.push({ key, severity: 'error', params, ...at({ section }) });
    };
    text.descendants((node) => {
      if (node.type.name === 'crossReference' && !targets.has(String(node.attrs['target'])))
        lost(String(node.attrs['target']));
      for (const { type, attrs } of node.marks) {
        const [, target] =
          /^#(?:rubrique|annexe)-(.+)$/.exec(type.name === 'link' ? String(attrs['href']) : '') ?? [];
        if (target !== undefined && !targets.has(target)) lost(target);
      }
      return true;
    });
    return found;
  });
}
