import { incompleteParts } from '../content.ts';
import type { InstructionTemplate } from '../ports.ts';
import type { CheckedText } from './checked-text.ts';
import type { Finding } from './finding.ts';

/** Required fields and sections that are empty, and fields that contradict one another. */
export function findMissingParts({ template, content, at }: CheckedText): Finding[] {
  return incompleteParts(template, content)
    .filter(oncePerPerson(template))
    .map(({ field, key, params }): Finding => {
      const [, form, name = ''] = /^(fields|sections)\[(.+)\]$/.exec(field) ?? [];
      const severity = 'error';
      if (form === 'sections') return { key: 'checks.missing-section', severity, ...at({ section: name }) };
      const beside = at(form === 'fields' ? { field: name } : {});
      if (key === 'form.required') return { key: 'checks.missing-field', severity, ...beside };
      const reason = params === undefined ? { key } : { key, params };
      return { key: 'checks.wrong-field', severity, reason, ...beside };
    });
}

/** A person who lacks several parts is one field to fill in: told at the first of them. */
function oncePerPerson({ fields }: InstructionTemplate): (error: { field: string }) => boolean {
  const told = new Set<string>();
  return ({ field }) => {
    const key = /^fields\[(\w+)\.\w+\]$/.exec(field)?.[1] ?? '';
    if (fields.find((spec) => spec.key === key)?.type !== 'person') return true;
    const isFirst = !told.has(key);
    told.add(key);
    return isFirst;
  };
}
