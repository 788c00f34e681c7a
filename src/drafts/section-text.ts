import { Node } from 'prosemirror-model';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { findShapeFault } from './section-text-shape.ts';
import { hasForbiddenCharacters } from './text-characters.ts';
import { textSchema } from './text-schema.ts';

/** A section's text: a ProseMirror document that the closed schema has checked. */
export type SectionText = Node;

/** Characters of JSON in one section: about fifty printed pages. */
export const longestSectionJson = 200_000;

/**
 * Reads a submitted text (a JSON value, or its serialisation), every name, attribute and character
 * checked. A refused text is the caller's to keep aside and show: nothing is repaired nor dropped.
 */
export function parseSectionText(json: unknown, field = 'text'): Outcome<SectionText> {
  const refuse = (key: string, params?: Record<string, string | number>) =>
    refused(params === undefined ? { field, key } : { field, key, params });
  const size = typeof json === 'string' ? json.length : (JSON.stringify(json) ?? '').length;
  if (size > longestSectionJson) return refuse('drafts.text.too-large', { maximum: longestSectionJson });
  const value = typeof json === 'string' ? readJson(json) : json;
  const fault = findShapeFault(value);
  if (fault !== undefined) return refuse(fault.key, fault.params);
  try {
    const document = Node.fromJSON(textSchema, value);
    if (document.type !== textSchema.topNodeType) return refuse('drafts.text.unreadable');
    document.check();
    if (hasUnevenTable(document)) return refuse('drafts.text.uneven-table');
    if (hasBlankNote(document)) return refuse('drafts.text.blank-note');
    return accepted(document);
  } catch (error) {
    return refuse(error instanceof RangeError ? 'drafts.text.not-allowed' : 'drafts.text.unreadable');
  }
}

/** Every row of a table has as many cells: there are no merged ones. */
function hasUnevenTable(document: SectionText): boolean {
  let uneven = false;
  document.descendants((node) => {
    if (node.type.name === 'table')
      uneven ||= node.children.some((row) => row.childCount !== node.firstChild?.childCount);
    return node.type.name === 'doc';
  });
  return uneven;
}

/** A call that leads to nothing would be printed. */
function hasBlankNote(document: SectionText): boolean {
  let blank = false;
  document.descendants((node) => {
    if (node.type.name === 'note') blank ||= node.textContent.trim() === '';
    return !blank;
  });
  return blank;
}

/** An empty section: one empty paragraph, which an editor can put its cursor in. */
export function emptyDoc(): SectionText {
  return textSchema.node('doc', null, [textSchema.node('paragraph')]);
}

/** Plain text typed without the editor: a blank line separates paragraphs, a line break stays one. */
export function fromParagraphs(text: string, field = 'text'): Outcome<SectionText> {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', ' ');
  if (hasForbiddenCharacters(lines.replaceAll('\n', ' '))) {
    return refused({ field, key: 'drafts.text.control-characters' });
  }
  const paragraphs = lines
    .split(/\n[ ]*\n\s*/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => textSchema.node('paragraph', null, paragraph.split('\n').flatMap(toInline)));
  const document = paragraphs.length === 0 ? emptyDoc() : textSchema.node('doc', null, paragraphs);
  return parseSectionText(document.toJSON(), field);
}

function toInline(line: string, index: number): SectionText[] {
  const text = line.trim() === '' ? [] : [textSchema.text(line.trim())];
  return index === 0 ? text : [textSchema.node('hardBreak'), ...text];
}

/**
 * The words alone: one line per block, a note in brackets where it is called, those of a picture in its
 * place. For search, comparison and the form without the editor.
 */
export function toPlainText(document: SectionText): string {
  const blocks: string[] = [];
  document.descendants((node) => {
    if (node.type.name === 'image') blocks.push(`[${node.attrs['alt']}]`);
    if (!node.isTextblock) return true;
    blocks.push(node.children.map(wordsOf).join(''));
    return false;
  });
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

function wordsOf(inline: SectionText): string {
  if (inline.type.name === 'note') return ` [${inline.textContent}]`;
  if (inline.type.name === 'actReference') return String(inline.attrs['label']);
  return inline.type.name === 'hardBreak' ? '\n' : inline.textContent;
}

/** True when nothing would be read: a required section that is blank stops a submission. */
export function isBlank(document: SectionText): boolean {
  return toPlainText(document).trim() === '';
}

/** True when the text is paragraphs and line breaks only: what a plain text field can carry back unharmed. */
export function isPlain(document: SectionText): boolean {
  let plain = true;
  document.descendants((node) => {
    const known = node.isText || node.type.name === 'paragraph' || node.type.name === 'hardBreak';
    if (!known || node.marks.length > 0) plain = false;
    return plain;
  });
  return plain;
}

/** The stored form (canonical JSON), so that two equal texts have one hash. */
export function toStoredText(document: SectionText): string {
  return canonicalJson(document.toJSON() as Json);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
