import type { ExtractedText } from '../../src/extraction/extracted-text.ts';
import { looksLikePdf, type Extraction } from '../../src/extraction/extraction.ts';

/**
 * Reads files whose pages stand in the bytes, as `pdfSaying` writes them; « chiffré » is a file that asks for a
 * password. `recognised`: what tesseract would read on a page, by its number; undefined: tesseract is not there.
 */
export function createFakeExtraction(recognised?: Record<number, string>): Extraction & { read: number } {
  return {
    read: 0,
    async textOf(bytes): Promise<ExtractedText> {
      this.read += 1;
      if (bytes.length === 0) return { ok: false, reason: 'empty' };
      if (!looksLikePdf(bytes)) return { ok: false, reason: 'not-a-pdf' };
      const text = Buffer.from(bytes).toString().slice('%PDF-'.length);
      if (text === 'chiffré') return { ok: false, reason: 'encrypted' };
      return { ok: true, pages: text.split('\f'), more: false };
    },
    canRecognise: async () => recognised !== undefined,
    recognise: async (_bytes, pages) =>
      new Map(
        pages.flatMap((page) => {
          const text = recognised?.[page];
          return text === undefined ? [] : [[page, text] as const];
        }),
      ),
  };
}

export function pdfSaying(...pages: string[]): Buffer {
  return Buffer.from(`%PDF-${pages.join('\f')}`);
}
