import { joinNor, yearOfNor } from '../../kernel/nor.ts';
import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** A NOR that cannot be one, or that another year than the letter's allotted. */
export function findWrongNor({ template, content, letterOn, at }: CheckedText): Finding[] {
  return template.fields.flatMap(({ key }): Finding[] => {
    if (key.toLowerCase() !== 'nor') return [];
    const nor = joinNor(content.fields[key] ?? '');
    if (nor === '') return [];
    const year = yearOfNor(nor);
    if (year === undefined)
      return [{ key: 'checks.nor-grammar', severity: 'error', params: { nor }, ...at({ field: key }) }];
    if (letterOn.slice(2, 4) === year) return [];
    const params = { nor, year: `20${year}`, letter: letterOn.slice(0, 4) };
    return [{ key: 'checks.nor-year', severity: 'warning', params, ...at({ field: key }) }];
  });
}
