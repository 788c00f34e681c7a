import type { Messages } from '../kernel/messages.ts';
import type { AmendmentNotice } from './amendment-notice.ts';
import type { DocumentValue, SectionValue } from './document-engine.ts';
import type { Figures } from './figures.ts';
import { textOfHtml } from './section-html.ts';
import type { InstructionTemplate } from './template.ts';

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
    fields: template.fields.map(({ key, label }) => ({ key, label, value: value.fields[key] ?? '' })),
    sections: [...value.sections.map(partOf('letter')), ...value.annexes.map(partOf('annex'))],
    ...(amendment === undefined ? {} : { corrects: correctedBy(amendment) }),
    verification: value.verification?.address ?? null,
    figures: creditsCsv === undefined ? null : 'credits.csv',
    // Amounts in cents of euro: what `credits.csv` writes for people, for programs.
    ...(figures === undefined ? {} : { credits: { unit: 'EUR-cent', ...figures } }),
  };
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
