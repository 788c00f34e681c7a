import type { Content } from './content.ts';
import type { InstructionTemplate } from './ports.ts';

/** A field or a section: what is written, merged and compared apart from the others. */
export interface Part {
  /** The form's own name: `fields[subject]`, `sections[context]`. */
  name: string;
  kind: 'fields' | 'sections';
  key: string;
  label: string;
}

/** The parts of a text, in the order of its page. */
export function partsOf(template: InstructionTemplate): Part[] {
  return [
    ...template.fields.map(({ key, label }) => partOf('fields', key, label)),
    ...template.sections.map(({ key, title }) => partOf('sections', key, title)),
  ];
}

function partOf(kind: Part['kind'], key: string, label: string): Part {
  return { name: `${kind}[${key}]`, kind, key, label };
}

/** The stored text of a part; empty when there is none. */
export function readPart(content: Content, { kind, key }: Part): string {
  return content[kind][key] ?? '';
}

/** The same content with these parts in the place of its own. */
export function withParts(content: Content, parts: readonly { part: Part; value: string }[]): Content {
  const changed = { fields: { ...content.fields }, sections: { ...content.sections } };
  for (const { part, value } of parts) changed[part.kind][part.key] = value;
  return changed;
}
