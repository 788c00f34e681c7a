import type { Act, CheckedText } from './checked-text.ts';
import { around } from './excerpt.ts';
import type { Finding } from './finding.ts';

/** The acts that a text refers to, by their ids. */
export function referredActs(sections: CheckedText['sections']): string[] {
  const ids = new Set<string>();
  for (const { text } of sections)
    text.descendants((node) => {
      if (node.type.name === 'actReference') ids.add(String(node.attrs['instructionId']));
      return true;
    });
  return [...ids];
}

/** References chosen from the archive to an act that does not stand any more, or that is not there. */
export function findDeadReferences({ sections, facts, at }: CheckedText): Finding[] {
  return sections.flatMap(({ key: section, text }) => {
    const found: Finding[] = [];
    text.descendants((node) => {
      if (node.type.name !== 'actReference') return true;
      const act = facts.acts.get(String(node.attrs['instructionId']));
      const fault = faultOf(act, String(node.attrs['label'] ?? ''));
      if (fault !== undefined) found.push({ ...fault, ...at({ section }) });
      return false;
    });
    return found;
  });
}

function faultOf(
  act: Act | undefined,
  label: string,
): Pick<Finding, 'key' | 'severity' | 'params'> | undefined {
  if (act === undefined) return { key: 'checks.act-unknown', severity: 'error', params: { title: label } };
  if (act.standing === 'in-force') return undefined;
  const params = { title: act.title, by: act.by?.title ?? '' };
  const key = act.by === undefined ? `${act.standing}-alone` : act.standing;
  return { key: `checks.act-${key}`, severity: 'warning', params };
}

const months = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre';
const word = '(?:circulaire|instruction|note de service)';
// With an issuer between (« circulaire du Premier ministre du… ») it is another authority's: not in the archive.
const dated = new RegExp(
  `(?<!\\p{L})${word}s?(?:\\s+(?:annuelle|MILDECA|MILDT))*(?:\\s+n°\\s?[\\w./-]+)?\\s+(?:du|en date du)\\s+\\d{1,2}(?:er)?\\s+(?:${months})\\s+\\d{4}`,
  'giu',
);
const titled = new RegExp(
  `(?<!\\p{L})${word}\\s+(?:annuelle\\s+)?(?:«\\s*)?Chefs\\s+de\\s+projets?(?:\\s+MILDECA)?\\s+\\d{4}`,
  'giu',
);
const ofYear = new RegExp(
  `(?<!\\p{L})${word}(?:\\s+annuelle)?\\s+(?:(?:de\\s+l[’']année|de|pour)\\s+)?(?:19|20)\\d{2}(?![\\d\\p{L}/-])`,
  'giu',
);

/** Words that look like a reference to a past act, and that were typed: nobody is told when it is replaced. */
export function findTypedReferences({ sections, passages, content, at }: CheckedText): Finding[] {
  const own = content.fields['year'] ?? '';
  const known = new Set(sections.map(({ key }) => key));
  return passages.flatMap(({ text, ...place }) => {
    if (place.section === undefined || !known.has(place.section)) return [];
    const matches = [dated, titled, ofYear].flatMap((pattern) => [...text.matchAll(pattern)]);
    const seen = new Set<number>();
    return matches.flatMap((match): Finding[] => {
      const isOwn = own !== '' && match[0].endsWith(own) && !/\d\s+\p{L}+\s+\d{4}$/u.test(match[0]);
      if (isOwn || seen.has(match.index)) return [];
      seen.add(match.index);
      const params = { words: match[0], quote: around(text, match.index, match[0].length) };
      return [
        { key: 'checks.typed-reference', severity: 'warning', params, ...at({ ...place, words: match[0] }) },
      ];
    });
  });
}
