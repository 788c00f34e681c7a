import { linesOfField, readRows } from '../../kernel/typed-field.ts';
import { readStoredText, startingContent, type Content } from '../content.ts';
import { parseFields } from '../fields.ts';
import type { FieldSpec, InstructionTemplate } from '../ports.ts';
import { emptyDoc, isBlank, toStoredText } from '../section-text.ts';

/** What a text becomes in another version of its template. */
export interface Carried {
  content: Content;
  /** What nobody had changed, and that takes the new template's value or text. */
  followed: { part: string; title: string }[];
  /** What has no place any more, word for word: it is kept aside and shown. */
  aside: { part: string; title: string; content: string }[];
}

/**
 * A text in another version of its template, its parts matched by their key. What was typed stays as it is;
 * what nobody had changed since it began, and what is locked, is the new template's. `startsBlank`: the text
 * of a rectificatif, which did not begin with the starting texts. Pure.
 */
export function carryOver(
  { template: before, content }: { template: InstructionTemplate; content: Content },
  after: InstructionTemplate,
  { year, startsBlank }: { year: number; startsBlank: boolean },
): Carried {
  const began = beginning(before, year, startsBlank);
  const begins = beginning(after, year, startsBlank);
  const carried: Carried = { content: begins, followed: [], aside: [] };
  for (const spec of after.fields) {
    const old = before.fields.find(({ key }) => key === spec.key);
    if (old !== undefined) carryField(carried, { old, spec, began, value: content.fields[spec.key] ?? '' });
  }
  for (const { key, title, locked } of after.sections) {
    const old = before.sections.find((section) => section.key === key);
    const stored = content.sections[key];
    if (old === undefined || stored === undefined) continue;
    const fresh = begins.sections[key];
    const isOwn = stored !== began.sections[key] && !old.locked;
    if (locked && isOwn && !isBlank(readStoredText(stored)) && stored !== fresh)
      carried.aside.push({ part: `sections[${key}]`, title, content: stored });
    if (!locked && isOwn) carried.content.sections[key] = stored;
    else if (stored !== fresh) carried.followed.push({ part: `sections[${key}]`, title });
  }
  carried.aside.push(...withoutPlace({ before, after, content, began }));
  return carried;
}

function carryField(
  carried: Carried,
  given: { old: FieldSpec; spec: FieldSpec; began: Content; value: string },
): void {
  const { old, spec, began, value } = given;
  const { key, label: title } = spec;
  const fresh = carried.content.fields[key] ?? '';
  if (value === (began.fields[key] ?? '')) {
    if (value !== fresh) carried.followed.push({ part: `fields[${key}]`, title });
    return;
  }
  const read = readAs(spec, old, value);
  if (read !== undefined) carried.content.fields[key] = read;
  if (read === undefined || loses(old, spec, value))
    carried.aside.push({ part: `fields[${key}]`, title, content: readable(old, value) });
}

/** The value in the field's new type; undefined when it cannot be. */
function readAs(spec: FieldSpec, old: FieldSpec, value: string): string | undefined {
  if (value === '') return value;
  const parts = ['person', 'list', 'table'];
  const isSame = spec.type === old.type;
  if (!isSame && parts.includes(old.type)) return undefined;
  const written = isSame || parts.includes(spec.type) ? value : (linesOfField(old, value)[0] ?? '');
  const parsed = parseFields([{ ...spec, required: false }], { [spec.key]: written });
  return parsed.ok ? parsed.value[spec.key] : undefined;
}

/** True of a table whose rows hold something in a column that is no more. */
function loses(old: FieldSpec, spec: FieldSpec, value: string): boolean {
  if (old.type !== 'table') return false;
  const gone = (old.columns ?? []).filter(({ key }) => !spec.columns?.some((column) => column.key === key));
  return readRows(gone, value).some((row) => Object.values(row).some((cell) => cell !== ''));
}

function withoutPlace(given: {
  before: InstructionTemplate;
  after: InstructionTemplate;
  content: Content;
  began: Content;
}): Carried['aside'] {
  const { before, after, content, began } = given;
  const fields = before.fields
    .filter(({ key }) => !after.fields.some((spec) => spec.key === key))
    .map((spec) => ({ spec, value: content.fields[spec.key] ?? '' }))
    .filter(({ spec, value }) => value !== '' && value !== began.fields[spec.key])
    .map(({ spec, value }) => ({
      part: `fields[${spec.key}]`,
      title: spec.label,
      content: readable(spec, value),
    }));
  const sections = before.sections
    .filter(({ key, locked }) => !locked && !after.sections.some((section) => section.key === key))
    .map(({ key, title }) => ({ part: `sections[${key}]`, title, content: content.sections[key] ?? '' }))
    .filter(({ part, content: stored }) => {
      const key = part.slice('sections['.length, -1);
      return stored !== '' && stored !== began.sections[key] && !isBlank(readStoredText(stored));
    });
  return [...fields, ...sections];
}

/** As a person reads it: what is kept aside is to be copied. */
function readable(spec: FieldSpec, value: string): string {
  return linesOfField(spec, value).join('\n');
}

function beginning(template: InstructionTemplate, year: number, startsBlank: boolean): Content {
  const begins = startingContent(template, year);
  if (!startsBlank) return begins;
  const blank = toStoredText(emptyDoc());
  const sections = template.sections.map(({ key, locked }) => [key, locked ? begins.sections[key] : blank]);
  return { ...begins, sections: Object.fromEntries(sections) as Content['sections'] };
}
