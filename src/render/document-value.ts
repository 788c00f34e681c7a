import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { valueOfVariable } from '../kernel/typed-field.ts';
import { fillVariables } from '../kernel/variables.ts';
import type { AmendmentNotice } from './amendment-notice.ts';
import type { DocumentValue, SectionValue } from './document-engine.ts';
import type { Manifest } from './manifest.ts';
import { toFieldValue } from './field-value.ts';
import { placeNotes } from './notes.ts';
import { toQrSvg } from './qr-code.ts';
import { isBlankHtml, lowerHeadings, numberHeadings, requireClosedHtml } from './section-html.ts';

/** HTML that our own serialiser wrote, every character of a person's text escaped. */
export type SafeHtml = string;

export interface SectionHtml {
  key: string;
  title: string;
  html: SafeHtml;
}

interface DocumentContent {
  fields: Record<string, string>;
  sections: SectionHtml[];
  mark: 'preview' | 'frozen';
  verificationUrl?: string;
  /** In the place of the template's. */
  title?: string | undefined;
  /** A letter that amends prints only the sections that it has. */
  amendment?: Pick<AmendmentNotice, 'relation'>;
}

/**
 * What the body is filled with. A preview shows what is still missing, by its name; a frozen document
 * that lacks something required throws `invalid`. A field or section that the template does not have
 * throws `internal`.
 */
export function toDocumentValue(
  manifest: Manifest,
  content: DocumentContent,
  messages: Messages,
): DocumentValue {
  refuseUnknown(Object.keys(content.fields), manifest.fields, 'field');
  refuseUnknown(
    content.sections.map(({ key }) => key),
    manifest.sections,
    'section',
  );
  const fields: DocumentValue['fields'] = {};
  for (const spec of manifest.fields) {
    const stored = content.fields[spec.key]?.trim() ?? '';
    if (stored === '' && spec.required && content.mark === 'frozen') throw incomplete(spec.label);
    const missing = stored === '' && spec.required ? messages('render.missing', { what: spec.label }) : '';
    fields[spec.key] = toFieldValue(spec, stored, missing);
  }
  const title =
    content.title ??
    fillVariables(manifest.documentTitle, (named) => valueOfVariable(manifest, content.fields, named));
  const letter = sectionsOf(manifest, content, 'letter', 1);
  const annexes = sectionsOf(manifest, content, 'annex', 1 + letter.notes);
  const { verificationUrl: address } = content;
  const issuer = issuerOn(manifest, content.fields['letterDate']?.trim() ?? '');
  return {
    title,
    corrects: content.amendment !== undefined,
    fields,
    sections: letter.values,
    annexes: annexes.values,
    ...(issuer === undefined ? {} : { issuer }),
    ...(address === undefined ? {} : { verification: { address, qr: qrOf(address, messages) } }),
  };
}

/** The issuer whose name was in force on the letter's day; the last one for a letter not dated yet. */
export function issuerOn({ issuers }: Manifest, day: string): DocumentValue['issuer'] {
  const begun = issuers.filter(({ from = '' }) => day === '' || from <= day);
  const last = begun.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1)).at(-1);
  if (last === undefined) return undefined;
  return { heading: last.heading, mission: last.mission.map((line) => ({ line })) };
}

function qrOf(address: string, messages: Messages): string {
  return toQrSvg(address, messages('render.qr', { address }));
}

/** The sections of a part that are printed, and how many notes they have; `firstNote` is the first one's number. */
function sectionsOf(
  manifest: Manifest,
  content: DocumentContent,
  part: 'letter' | 'annex',
  firstNote: number,
): { values: SectionValue[]; notes: number } {
  const values: SectionValue[] = [];
  let notes = 0;
  for (const spec of manifest.sections.filter((candidate) => candidate.part === part)) {
    const section = content.sections.find(({ key }) => key === spec.key);
    const html = section?.html ?? '';
    requireClosedHtml(html, spec.key);
    const blank = isBlankHtml(html);
    const required = spec.required && content.amendment?.relation !== 'amends';
    const title = section?.title ?? spec.title;
    if (blank && content.mark === 'frozen' && required) throw incomplete(title);
    if (blank && (content.mark === 'frozen' || !required)) continue;
    const number = values.length + 1;
    const placed = placeNotes(html, firstNote + notes);
    notes += placed.notes;
    // The document's title is of level 1, a section's of level 2: its own headings begin at 3.
    const lowered = lowerHeadings(placed.html, 1);
    values.push({
      key: spec.key,
      id: `${part === 'letter' ? 'rubrique' : 'annexe'}-${spec.key}`,
      number,
      title,
      ...(blank ? {} : { html: part === 'letter' ? numberHeadings(lowered, 3, number) : lowered }),
    });
  }
  return { values, notes };
}

function refuseUnknown(keys: string[], specs: { key: string }[], what: string): void {
  const unknown = keys.find((key) => !specs.some((spec) => spec.key === key));
  if (unknown !== undefined) throw new AppError('internal', `the template has no ${what} “${unknown}”`);
}

function incomplete(what: string): AppError {
  return new AppError('invalid', 'a frozen document lacks something required', {
    messageKey: 'render.incomplete',
    params: { what },
  });
}
