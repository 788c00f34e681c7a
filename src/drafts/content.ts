import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { faultsOfPeriod, missingDelegation } from './delegation.ts';
import { missingFields, type Fields } from './fields.ts';
import type { AmendmentNotice, Credits, DocumentInput, InstructionTemplate, SectionSpec } from './ports.ts';
import { toHtml } from './section-html.ts';
import { emptyDoc, isBlank, parseSectionText, toStoredText, type SectionText } from './section-text.ts';

/** What a drafter writes: field values, and section key → stored ProseMirror JSON text. */
export interface Content {
  fields: Fields;
  sections: Record<string, string>;
}

/** The content that a new instruction starts with: the template's defaults and starting texts. */
export function startingContent(template: InstructionTemplate, year: number): Content {
  const fields: Fields = {};
  for (const field of template.fields) {
    const byDefault = field.type === 'year' ? String(year) : (field.default ?? '');
    fields[field.key] = byDefault.replaceAll('{year}', String(year));
  }
  const sections = Object.fromEntries(
    template.sections.map((section) => [section.key, toStoredText(startingText(section))]),
  );
  return { fields, sections };
}

/** Instruction « Chefs de projets 2027 »: the document's own whole title, its `{field}`s filled in. */
export function titleOf(template: InstructionTemplate, fields: Fields): string {
  return template.documentTitle.replace(/\{(\w+)\}/g, (_whole, key: string) => fields[key] ?? '');
}

// A template is checked when it is read; a starting text that is not valid is the release's fault.
function startingText(section: SectionSpec): SectionText {
  const parsed = parseSectionText(section.start);
  if (!parsed.ok) throw new Error(`section ${section.key} starts with a text that its schema refuses`);
  return parsed.value;
}

/** A text that was stored after its check; it reads, or the database was altered. */
export function readStoredText(stored: string | undefined): SectionText {
  if (stored === undefined) return emptyDoc();
  const parsed = parseSectionText(stored);
  if (!parsed.ok) throw new Error('a stored section text no longer reads');
  return parsed.value;
}

export function contentSha256(content: Content): string {
  return sha256Hex(canonicalJson({ fields: content.fields, sections: content.sections }));
}

/** What still stops a submission: required fields and sections that are empty, a delegation's wrong period. */
export function incompleteParts(template: InstructionTemplate, content: Content): FieldError[] {
  const blank = template.sections.filter(
    (section) => section.required && isBlank(readStoredText(content.sections[section.key])),
  );
  return [
    ...missingFields(template.fields, content.fields),
    ...missingDelegation(template.fields, content.fields),
    ...faultsOfPeriod(content.fields),
    ...blank.map((section) => ({
      field: `sections[${section.key}]`,
      key: 'drafts.text.section-is-empty',
      params: { title: section.title },
    })),
  ];
}

/** The content as the render room takes it: each section's text escaped and serialised by us. */
export function toDocumentInput(
  template: InstructionTemplate,
  content: Content,
  given: {
    mark: 'preview' | 'frozen';
    demonstration: boolean;
    verificationUrl?: string;
    credits: Credits | undefined;
    amendment: AmendmentNotice | undefined;
  },
): DocumentInput {
  const { credits, amendment, ...options } = given;
  return {
    ...options,
    ...(credits === undefined ? {} : { creditsCsv: credits.csv, figures: credits.figures }),
    ...(amendment === undefined ? {} : { amendment }),
    template,
    fields: fieldsOfTemplate(template, content.fields),
    sections: template.sections.map(({ key, title }) => ({
      key,
      title,
      html: toHtml(readStoredText(content.sections[key])),
    })),
  };
}

/** What changes in a rectificatif is printed by its own notice: its template knows nothing of it. */
function fieldsOfTemplate({ fields: specs }: InstructionTemplate, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => specs.some((spec) => spec.key === key)));
}
