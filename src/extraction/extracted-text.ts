/** Why nothing can be read in a file. `empty`, `not-a-pdf` and `too-large` are not even tried. */
export type UnreadableReason =
  'empty' | 'not-a-pdf' | 'too-large' | 'broken' | 'encrypted' | 'too-long' | 'too-heavy' | 'too-much-text';

export type ExtractedText =
  /** One text a page, in order; a page without text gives an empty one. `more`: there are pages after these. */
  { ok: true; pages: string[]; more: boolean } | { ok: false; reason: UnreadableReason };

/** Letters under which a page says hardly anything: a number, a stamp's word. */
const hardlyAny = 20;

/** A page that was scanned, or is blank: the text holds too few letters to be what one reads on it. */
export function isTextless(page: string): boolean {
  return countLetters(page) < hardlyAny;
}

export function countLetters(page: string): number {
  return page.match(/\p{L}/gu)?.length ?? 0;
}

/** The pages of pdftotext's output: each ends with a form feed. */
export function splitPages(output: string): string[] {
  return output.split('\f').slice(0, -1).map(cleanPage);
}

/** Line ends and tabs stay; other control characters are refused by PostgreSQL (zero) or by nobody's eyes. */
export function cleanPage(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      // eslint-disable-next-line no-control-regex -- they are what is taken away
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g, '')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

/** PDF files may begin with some other bytes: readers look for the mark in the first 1 024 (ISO 32000-1, annex H.3.4.1). */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}
