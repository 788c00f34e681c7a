import type { FieldError } from '../kernel/outcome.ts';
import { readStoredText, type Content } from './content.ts';
import { parseFields, type Fields } from './fields.ts';
import type { InstructionTemplate, SectionSpec } from './ports.ts';
import { fromParagraphs, isPlain, parseSectionText, toPlainText, toStoredText } from './section-text.ts';

/** What a save carries: any part left out stays as it is. */
export interface Submission {
  /** The revision that the person had before their eyes. */
  baseRevision: number;
  /** Of a part that was changed from an earlier one: by its name. */
  bases?: Readonly<Record<string, number>>;
  fields?: Fields;
  /** Section key → ProseMirror JSON, as a value or as text. */
  sections?: Record<string, unknown>;
  /** Section key → plain paragraphs, from the form without the editor. */
  plain?: Record<string, string>;
}

/** Characters of JSON in all the sections of a text, pictures aside: a thousand printed pages would not fill it. */
const longestText = 2_000_000;

export interface ReadSubmission {
  content: Content;
  errors: FieldError[];
  /** What was refused, word for word, under the form's own names: it is kept aside. */
  refused: { part: string; content: string }[];
}

/** Holds a submission against the template, over the content it was based on. Pure. */
export function readSubmission(
  template: InstructionTemplate,
  base: Content,
  submission: Submission,
): ReadSubmission {
  const parsedFields = parseFields(template.fields, submission.fields ?? {}, base.fields);
  const errors: FieldError[] = parsedFields.ok ? [] : [...parsedFields.errors];
  // The year names the instruction's address for ever: another year is another instruction.
  if (parsedFields.ok && parsedFields.value['year'] !== base.fields['year']) {
    errors.push({ field: 'fields[year]', key: 'drafts.field.year-is-fixed' });
  }
  const fields = parsedFields.ok ? parsedFields.value : base.fields;
  const sections = { ...base.sections };
  const refused: ReadSubmission['refused'] = [];

  function take(part: string, key: string, typed: string, read: (section: SectionSpec) => TextOrFault): void {
    const section = template.sections.find((candidate) => candidate.key === key);
    const result = section === undefined ? { field: part, key: 'form.invalid' } : read(section);
    if (typeof result === 'string') sections[key] = result;
    else {
      errors.push(result);
      refused.push({ part, content: typed });
    }
  }

  for (const [key, json] of Object.entries(submission.sections ?? {})) {
    const part = `sections[${key}]`;
    const typed = typeof json === 'string' ? json : JSON.stringify(json);
    take(part, key, typed, (section) => readRich(section, base.sections[key], json, part));
  }
  for (const [key, text] of Object.entries(submission.plain ?? {})) {
    const part = `plain[${key}]`;
    take(part, key, text, (section) => readPlain(section, base.sections[key], text, part));
  }
  const length = Object.values(sections).reduce((sum, section) => sum + section.length, 0);
  if (length > longestText) {
    errors.push({ field: '', key: 'drafts.text.whole-too-large', params: { maximum: longestText } });
  }
  return { content: { fields, sections }, errors, refused };
}

type TextOrFault = string | FieldError;

function readRich(
  section: SectionSpec,
  stored: string | undefined,
  json: unknown,
  part: string,
): TextOrFault {
  const parsed = parseSectionText(json, part);
  if (!parsed.ok) return parsed.errors[0] ?? { field: part, key: 'form.invalid' };
  const text = toStoredText(parsed.value);
  if (section.locked && text !== stored) return { field: part, key: 'drafts.text.locked' };
  return text;
}

// A plain field cannot carry bold or lists back: unchanged, it changes nothing; changed, it is refused.
function readPlain(
  section: SectionSpec,
  stored: string | undefined,
  text: string,
  part: string,
): TextOrFault {
  const parsed = fromParagraphs(text, part);
  if (!parsed.ok) return parsed.errors[0] ?? { field: part, key: 'form.invalid' };
  const before = readStoredText(stored);
  if (toPlainText(parsed.value) === toPlainText(before)) return stored ?? toStoredText(before);
  if (section.locked) return { field: part, key: 'drafts.text.locked' };
  if (!isPlain(before)) return { field: part, key: 'drafts.text.has-formatting' };
  return toStoredText(parsed.value);
}
