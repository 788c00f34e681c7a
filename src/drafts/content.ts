import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { valueOfVariable } from '../kernel/typed-field.ts';
import { fillVariables } from '../kernel/variables.ts';
import { faultsOfPeriod, missingDelegation } from './delegation.ts';
import { missingFields, type Fields } from './fields.ts';
import type {
  AmendmentNotice,
  Credits,
  DocumentInput,
  InstructionTemplate,
  SectionSpec,
  StartDocument,
  StartNode,
} from './ports.ts';
import { toHtml } from './section-html.ts';
import { emptyDoc, isBlank, parseSectionText, toStoredText, type SectionText } from './section-text.ts';

/** What a drafter writes: field values, and section key → stored ProseMirror JSON text. */
export interface Content {
  fields: Fields;
  sections: Record<string, string>;
}

/** The content that a new instruction starts with: the template's defaults and starting texts, filled in. */
export function startingContent(template: InstructionTemplate, year: number): Content {
  const fields: Fields = {};
  for (const field of template.fields)
    fields[field.key] = field.type === 'year' ? String(year) : (field.default ?? '');
  for (const field of template.fields)
    fields[field.key] = filled(field.default ?? fields[field.key] ?? '', template, fields);
  const sections = Object.fromEntries(
    template.sections.map((section) => [section.key, startingTextOf(template, section, fields)]),
  );
  return { fields, sections };
}

/** Instruction « Chefs de projets 2027 »: the document's own whole title, its `{field}`s filled in. */
export function titleOf(template: InstructionTemplate, fields: Fields): string {
  return filled(template.documentTitle, template, fields);
}

/**
 * The text that a section begins with, as it is stored; its variables take the values of `fields`. A template
 * is checked when it is read: a starting text that the schema refuses is the release's fault, and throws.
 */
export function startingTextOf(template: InstructionTemplate, section: SectionSpec, fields: Fields): string {
  const parsed = parseSectionText(filledNode(section.start, template, fields));
  if (!parsed.ok) throw new Error(`section ${section.key} starts with a text that its schema refuses`);
  return toStoredText(parsed.value);
}

function filledNode<N extends StartDocument | StartNode>(
  node: N,
  template: InstructionTemplate,
  fields: Fields,
): N {
  return {
    ...node,
    ...('text' in node && node.text !== undefined ? { text: filled(node.text, template, fields) } : {}),
    ...(node.content === undefined
      ? {}
      : { content: node.content.map((child) => filledNode(child, template, fields)) }),
  };
}

function filled(text: string, template: InstructionTemplate, fields: Fields): string {
  return fillVariables(text, (variable) => valueOfVariable(template, fields, variable));
}

/** A text that was stored after its check; it reads, or the database was altered. */
export function readStoredText(stored: string | undefined): SectionText {
  if (stored === undefined) return emptyDoc();
  const parsed = parseSectionText(stored);
  if (!parsed.ok) throw new Error('a stored section text no longer reads');
  return parsed.value;
}

/** Of the fields and texts alone: two saves of the same words have one hash. */
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

/** The annex that prints the credits: no section of any template, and a text may refer to it. */
export const creditsAnnex = 'repartition';

/**
 * The titles that a reference of this text may be printed with. `credits` names the annex of the credits (empty:
 * whoever prints it does), and is undefined where there is none.
 */
export function titlesOf(
  template: { sections: readonly { key: string; title: string }[] },
  credits: string | undefined,
) {
  return (key: string): string | undefined =>
    key === creditsAnnex ? credits : template.sections.find((section) => section.key === key)?.title;
}

/** The content as the render room takes it: each section's text escaped and serialised by us. */
export function toDocumentInput(
  template: InstructionTemplate,
  content: Content,
  given: {
    /** The instruction's own: the one that it began with. */
    title: string;
    mark: 'preview' | 'frozen';
    demonstration: boolean;
    verificationUrl?: string;
    credits: Credits | undefined;
    amendment: AmendmentNotice | undefined;
    /** Hash of a picture → the same as a `data:` address. */
    images: ReadonlyMap<string, string>;
  },
): DocumentInput {
  const { credits, amendment, images, ...options } = given;
  return {
    ...options,
    ...(credits === undefined ? {} : { creditsCsv: credits.csv, figures: credits.figures }),
    ...(amendment === undefined ? {} : { amendment }),
    template,
    fields: fieldsOfTemplate(template, content.fields),
    sections: template.sections.map(({ key, title }) => ({
      key,
      title,
      html: toHtml(readStoredText(content.sections[key]), {
        imageAddress: (sha256) => images.get(sha256),
        titleOfSection: titlesOf(template, credits === undefined ? undefined : ''),
      }),
    })),
  };
}

/** What changes in a rectificatif is printed by its own notice: its template knows nothing of it. */
function fieldsOfTemplate({ fields: specs }: InstructionTemplate, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => specs.some((spec) => spec.key === key)));
}
