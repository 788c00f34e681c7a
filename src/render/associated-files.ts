import type { Messages } from '../kernel/messages.ts';
import { personParts, type Row } from '../kernel/typed-field.ts';
import type { AmendmentNotice } from './amendment-notice.ts';
import type { DocumentValue, FieldValue, SectionValue } from './document-engine.ts';
import type { Figures } from './figures.ts';
import { textOfHtml } from './section-html.ts';
import type { FieldSpec, InstructionTemplate } from './template.ts';

/** A file inside of the PDF, associated with the whole document (ISO 19005-3, 6.8). */
export interface AssociatedFile {
  name: string;
  mediaType: string;
  /** Said to who looks at the list of attachments. */
  description: string;
  bytes: Uint8Array;
}

export interface FileContent {
  template: InstructionTemplate;
  value: DocumentValue;
  lang: string;
  mark: 'preview' | 'frozen';
  demonstration: boolean;
  /** The figures, as CSV, when the instruction has any. */
  creditsCsv?: string;
  figures?: Figures;
  amendment?: AmendmentNotice;
}

const utf8 = new TextEncoder();

/**
 * `instruction.json` (what the letter says, and which template it was written from) and, when there are
 * figures, `credits.csv`: a prefecture's tools read them instead of copying the page.
 */
export function toAssociatedFiles(content: FileContent, messages: Messages): AssociatedFile[] {
  const data: AssociatedFile = {
    name: 'instruction.json',
    mediaType: 'application/json',
    description: messages('render.files.instruction'),
    bytes: utf8.encode(`${JSON.stringify(describe(content), null, 2)}\n`),
  };
  if (content.creditsCsv === undefined) return [data];
  const credits: AssociatedFile = {
    name: 'credits.csv',
    mediaType: 'text/csv',
    description: messages('render.files.credits'),
    bytes: utf8.encode(content.creditsCsv),
  };
  // In the order of their names, which the file's own table asks for (ISO 32000-1, 7.9.6).
  return [credits, data];
}

/** The shape is a promise to those who read it: `format` changes when it does. */
function describe(content: FileContent) {
  const { template, value, lang, mark, demonstration, creditsCsv, figures, amendment } = content;
  const { name, version, sha256, kind } = template;
  return {
    format: 'estafette-instruction/1',
    title: value.title,
    kind,
    lang,
    draft: mark === 'preview',
    demonstration,
    template: { name, version, sha256 },
    fields: template.fields.map((spec) => describeField(spec, value.fields[spec.key] ?? '')),
    sections: [...value.sections.map(partOf('letter')), ...value.annexes.map(partOf('annex'))],
    ...(amendment === undefined ? {} : { corrects: correctedBy(amendment) }),
    verification: value.verification?.address ?? null,
    figures: creditsCsv === undefined ? null : 'credits.csv',
    // Amounts in cents of euro: what `credits.csv` writes for people, for programs.
    ...(figures === undefined ? {} : { credits: { unit: 'EUR-cent', ...figures } }),
  };
}

/** `value` is one text, whatever the field's type; what a text cannot tell apart stands in `data` as well. */
function describeField({ key, label, type, columns = [] }: FieldSpec, value: FieldValue) {
  if (typeof value === 'string') return { key, label, value };
  if (!Array.isArray(value)) {
    const parts = personParts.map((part) => value[part]).filter((part) => part !== '');
    return { key, label, value: parts.join(', '), data: value };
  }
  if (type === 'list') {
    const lines = value.map((line) => line['line'] ?? '');
    return { key, label, value: lines.join('\n'), data: lines };
  }
  const rows = (value as Row[]).map((row) => columns.map((column) => row[column.key] ?? '').join('\t'));
  return { key, label, value: rows.join('\n'), data: value };
}

function correctedBy({ relation, corrected, changes }: AmendmentNotice) {
  return { relation, ...corrected, changes };
}

function partOf(part: 'letter' | 'annex') {
  return ({ key, number, title, html = '' }: SectionValue) => ({
    part,
    key,
    number,
    title,
    text: textOfHtml(html),
  });
}
