import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { escapeHtml } from './print-page.ts';

/** What a rectificatif says of the act that it corrects, and what its own title is. */
export interface AmendmentNotice {
  /** `replaces`: the other one does not apply any more. `amends`: both apply together. */
  relation: 'replaces' | 'amends';
  /** The document's own title, in the place of its template's. */
  title: string;
  /** The corrected act: its title, its day (`YYYY-MM-DD`), the SHA-256 of its signed file. */
  corrected: { title: string; signedOn: string; sha256: string };
  changes: string;
}

/** Only in documents that correct another one, so that no other one changes. */
export const amendmentCss = `.amendment { border: 0.75pt solid #000; padding: 3mm 4mm 1mm; margin: 0 0 4mm; break-inside: avoid; }
.amendment p { text-align: left; margin: 0 0 2mm; }
.amendment .hash { font-size: 8.5pt; overflow-wrap: anywhere; }`;

/**
 * A document's body with, under its title, what it corrects and what changes: whatever the template, which
 * may be older than the first rectificatif.
 */
export function announceAmendment(body: string, notice: AmendmentNotice, messages: Messages): string {
  const { relation, corrected, changes } = notice;
  const say = (key: string, params = {}) => escapeHtml(messages(`render.amendment.${key}`, params));
  const what = say(relation, { title: corrected.title, day: formatDay(corrected.signedOn) });
  const html = [
    '<div class="amendment">',
    `<p><strong>${what}</strong></p>`,
    `<p><strong>${say('changes')}</strong> ${escapeHtml(changes)}</p>`,
    `<p class="hash">${say(`hash-${relation}`)} ${escapeHtml(corrected.sha256)}</p>`,
    '</div>',
  ].join('');
  const end = body.indexOf('</h1>');
  if (end < 0) throw new Error('a body without a title has no place for what it corrects');
  const place = end + '</h1>'.length;
  return body.slice(0, place) + html + body.slice(place);
}
