import { formatAmount } from '../../kernel/french-format.ts';
import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

const kinds = ['commitmentAuthority', 'paymentAppropriation'] as const;

/** Credits whose sums do not agree: a region with its departments, where they are given; the total with all. */
export function findWrongSums({ facts, at }: CheckedText): Finding[] {
  if (facts.credits === undefined) return [];
  const { lines, total } = facts.credits.figures;
  const place = { ...at({}).place, href: `/instructions/${facts.slug}/credits` };
  const found: Finding[] = [];
  for (const kind of kinds) {
    const sumOf = (those: typeof lines) => those.reduce((sum, line) => sum + line[kind], 0);
    const compare = (key: string, name: string, written: number, sum: number) => {
      if (written === sum) return;
      const params = { name, written: formatAmount(written), sum: formatAmount(sum) };
      found.push({ key: `checks.${key}-${kind}`, severity: 'error', params, place, label: '' });
    };
    compare('total', '', total[kind], sumOf(lines.filter(({ level }) => level !== 'department')));
    for (const region of lines.filter(({ level }) => level === 'region')) {
      const parts = lines.filter((line) => line.level === 'department' && line.regionName === region.name);
      if (parts.length > 0) compare('region', region.name, region[kind], sumOf(parts));
    }
  }
  return found;
}
