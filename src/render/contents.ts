import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef } from '@cantoo/pdf-lib';
import type { ContentsEntry, DocumentValue, SectionValue } from './document-engine.ts';
import { unknownPage } from './page-numbers.ts';
import { textOfHtml } from './section-html.ts';

/** A document of more pages than this has a table of contents. */
export const mostPagesWithoutContents = 8;

/** Characters that hardly hold in so few pages: measuring them first saves a whole print. */
const likelyLong = 20_000;

/** True when the document is likely to need a table of contents, before anything is printed. */
export function isLikelyLong(value: DocumentValue): boolean {
  const parts = [...value.sections, ...value.annexes];
  return parts.reduce((sum, { html = '' }) => sum + textOfHtml(html).length, 0) > likelyLong;
}

/** The entries, in the order of the headings, their pages not known yet. */
export function toContents(value: DocumentValue): ContentsEntry[] {
  const entry = (annex: boolean) => {
    return ({ id, number, title }: SectionValue): ContentsEntry => {
      return { id, number, title, page: unknownPage, annex };
    };
  };
  return [...value.sections.map(entry(false)), ...value.annexes.map(entry(true))];
}

export interface Places {
  pages: number;
  /** The page (from 1) of every place that a link of the document leads to, by its `id`. */
  byId: Map<string, number>;
}

/** Where a printed document's own links lead. */
export async function findPlaces(pdf: Uint8Array): Promise<Places> {
  return placesOf(await PDFDocument.load(pdf, { updateMetadata: false }));
}

/** The same, of a document that is open. */
export function placesOf(document: PDFDocument): Places {
  const numbers = new Map(document.getPages().map((page, index) => [page.ref, index + 1]));
  const destinations = document.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict);
  const byId = new Map<string, number>();
  for (const [name, target] of destinations?.entries() ?? []) {
    const array = document.context.lookup(target);
    const page = array instanceof PDFArray ? array.get(0) : undefined;
    const number = page instanceof PDFRef ? numbers.get(page) : undefined;
    if (number !== undefined) byId.set(name.decodeText(), number);
  }
  return { pages: numbers.size, byId };
}
