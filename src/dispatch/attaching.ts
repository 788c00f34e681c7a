import type { PdfBy } from './campaigns-store.ts';

/** How the act and the notifications of credits travel: what is not attached is given by the office's own link. */
export interface Attaching {
  pdfBy: PdfBy;
  annexesBy: PdfBy;
}

/**
 * The act first; then the notifications, unless they were chosen by link, if the heaviest office's fit in what
 * is left, or in the whole when the act goes by link. One answer for every office: what each receives
 * can be said in one sentence. `limit` and sizes are octets before encoding.
 */
export function decideAttaching(given: {
  pdfBytes: number;
  /** Of the offices that are written to, what each has beside the act. */
  annexBytes: readonly number[];
  annexesWished: PdfBy;
  limit: number;
}): Attaching {
  const { pdfBytes, annexBytes, annexesWished, limit } = given;
  const pdfBy = pdfBytes > limit ? 'link' : 'attachment';
  const left = pdfBy === 'link' ? limit : limit - pdfBytes;
  const fit = annexBytes.every((bytes) => bytes <= left);
  return { pdfBy, annexesBy: annexesWished === 'attachment' && fit ? 'attachment' : 'link' };
}
