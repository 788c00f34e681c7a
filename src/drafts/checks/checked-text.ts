import { readStoredText, type Content } from '../content.ts';
import type { ActStanding } from '../corrections.ts';
import { readLines, readRows } from '../../kernel/typed-field.ts';
import { letterDayOf } from '../instruction.ts';
import type { Credits, InstructionTemplate } from '../ports.ts';
import type { SectionText } from '../section-text.ts';
import type { Finding, Place } from './finding.ts';

/** An act of the archive, as far as a text may refer to it. */
export interface Act {
  id: string;
  title: string;
  standing: ActStanding;
  href: string;
  /** What replaced, repealed or amended it. */
  by?: { title: string };
}

/** A passage that somebody must read again before the text is submitted. */
export interface ToReview {
  id: string;
  field?: string;
  section?: string;
  quote: string;
}

/** A comment that holds the submission until it is resolved. */
export interface Blocking {
  id: string;
  field?: string;
  section?: string;
  words: string;
}

/** What the checks must know beside the text itself. */
export interface Facts {
  slug: string;
  /** The present day in Paris (`YYYY-MM-DD`). */
  today: string;
  /** By their id, those that the text refers to and that are in the archive. */
  acts: ReadonlyMap<string, Act>;
  credits?: Credits | undefined;
  /** Of the last preview; unknown before the first. */
  pages?: number | undefined;
  toReview: readonly ToReview[];
  blocking: readonly Blocking[];
}

export interface CheckedSection {
  key: string;
  title: string;
  text: SectionText;
}

/** Words that are read together: a field's value, or one block of a section. */
export interface Passage {
  field?: string;
  section?: string;
  text: string;
}

/** A text as the checks read it: each section read once. */
export interface CheckedText {
  template: InstructionTemplate;
  content: Content;
  sections: readonly CheckedSection[];
  passages: readonly Passage[];
  facts: Facts;
  /** The day that the letter bears, else the present one. */
  letterOn: string;
  at(place: Omit<Place, 'href'>): Pick<Finding, 'place' | 'label'>;
}

/** Makes the text ready to be checked. Throws on a stored text that does not read. */
export function toCheckedText(template: InstructionTemplate, content: Content, facts: Facts): CheckedText {
  const sections = template.sections.map(({ key, title }) => ({
    key,
    title,
    text: readStoredText(content.sections[key]),
  }));
  return {
    template,
    content,
    sections,
    passages: [
      ...template.fields.flatMap((spec) => wordsOfField(spec, content.fields[spec.key] ?? '')),
      ...sections.flatMap(({ key, text }) => blocksOf(text).map((block) => ({ section: key, text: block }))),
    ].filter(({ text }) => text.trim() !== ''),
    facts,
    letterOn: letterDayOf(content.fields) ?? facts.today,
    at: (place) => ({
      place: { ...place, href: hrefOf(facts.slug, place) },
      label: labelOf(template, place),
    }),
  };
}

/** What a person wrote in a field: its line, each line of a list, each cell of a table. */
function wordsOfField(spec: InstructionTemplate['fields'][number], stored: string): Passage[] {
  const { key, type, columns = [] } = spec;
  if (type === 'text') return [{ field: key, text: stored }];
  if (type === 'list') return readLines(stored).map((text) => ({ field: `${key}.lines`, text }));
  if (type !== 'table') return [];
  const texts = columns.filter((column) => column.type === 'text');
  return readRows(columns, stored).flatMap((row, index) =>
    texts.map((column) => ({ field: `${key}.${index}.${column.key}`, text: row[column.key] ?? '' })),
  );
}

/** The words of each block; a note is a block of its own, and what is no word is one character. */
function blocksOf(document: SectionText): string[] {
  const blocks: string[] = [];
  document.descendants((node) => {
    if (!node.isTextblock && node.type.name !== 'note') return true;
    blocks.push(
      node.children
        .map((child) => (child.isText ? child.text : child.type.name === 'hardBreak' ? '\n' : '\ufffc'))
        .join(''),
    );
    return true;
  });
  return blocks;
}

function hrefOf(slug: string, { field, section, passage, words = '' }: Omit<Place, 'href'>): string {
  const text = `/instructions/${slug}/texte`;
  if (passage !== undefined) return `${text}#passage-${passage}`;
  const asked = words === '' ? '' : `?mots=${encodeURIComponent(words)}`;
  if (section !== undefined) return `${text}${asked}#rubrique-${section}`;
  return field === undefined ? text : `${text}#champ-fields[${field}]`;
}

function labelOf(template: InstructionTemplate, { field, section }: Omit<Place, 'href'>): string {
  if (field !== undefined) return labelOfField(template, field);
  if (section !== undefined) return template.sections.find(({ key }) => key === section)?.title ?? section;
  return '';
}

/** `contact.mail` is a part of its field; a cell is told with its column. */
function labelOfField(template: InstructionTemplate, name: string): string {
  const [field, ...parts] = name.split('.');
  const spec = template.fields.find(({ key }) => key === field);
  const column = spec?.columns?.find(({ key }) => key === parts.at(-1));
  return column === undefined ? (spec?.label ?? name) : `${spec?.label} – ${column.label}`;
}
