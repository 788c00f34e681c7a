import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** The annex that prints the credits is no section of the template. */
const creditsAnnex = 'repartition';

/** References to a section or an annex that this text does not have. */
export function findLostCrossReferences({ sections, facts, at }: CheckedText): Finding[] {
  const targets = new Set(sections.map(({ key }) => key));
  if (facts.credits !== undefined) targets.add(creditsAnnex);
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    const lost = (target: string) => {
      const params = { target };
      found.push({ key: 'checks.lost-reference', severity: 'error', params, ...at({ section }) });
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
