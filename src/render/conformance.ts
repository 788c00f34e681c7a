import { PDFDocument } from '@cantoo/pdf-lib';
export async function finishPdf(
  printed: Uint8Array,
  _about: { lang: string; title: string; author: string },
) {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  return { pdf: printed, pages: document.getPageCount() };
}
