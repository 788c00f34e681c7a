import type { Content } from '../content.ts';
import type { InstructionTemplate } from '../ports.ts';

/** What of an earlier revision can become the text again, and what cannot. */
export interface Restorable {
  /** Every part that would change, with its earlier value. */
  fields: Record<string, string>;
  sections: Record<string, string>;
  /** Titles of what stays as it is, and why: a filled required field is not emptied, a locked text is the template's. */
  kept: { title: string; key: 'history.restore.required' | 'history.restore.locked' }[];
  /** True when there is nothing to restore. */
  isSame: boolean;
}

/**
 * What restoring `earlier` over `standing` would change. The year names the instruction's address and stays;
 * what the template has no place for any more stays in the history alone.
 */
export function restorable(
  template: Pick<InstructionTemplate, 'fields' | 'sections'>,
  { standing, earlier }: { standing: Content; earlier: Content },
): Restorable {
  const kept: Restorable['kept'] = [];
  const fields: Record<string, string> = {};
  for (const { key, label, required } of template.fields) {
    const value = earlier.fields[key] ?? '';
    if (key === 'year' || value === (standing.fields[key] ?? '')) continue;
    if (required && value === '') kept.push({ title: label, key: 'history.restore.required' });
    else fields[key] = value;
  }
  const sections: Record<string, string> = {};
  for (const { key, title, locked } of template.sections) {
    const value = earlier.sections[key];
    if (value === undefined || value === standing.sections[key]) continue;
    if (locked) kept.push({ title, key: 'history.restore.locked' });
    else sections[key] = value;
  }
  const isSame = Object.keys(fields).length + Object.keys(sections).length === 0;
  return { fields, sections, kept, isSame };
}
