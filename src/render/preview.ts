import type { Asset, Browser } from './browser.ts';
import { findPlaces, isLikelyLong, mostPagesWithoutContents, toContents, type Places } from './contents.ts';
import type { ContentsEntry, DocumentValue } from './document-engine.ts';
import type { CompiledTemplate } from './load-template.ts';
import { unknownPage } from './page-numbers.ts';
import { toPrintPage, type PrintedPage } from './print-page.ts';
import type { DocumentInput } from './render.ts';
import { createTurnstile } from '../kernel/turnstile.ts';

export interface PreviewedDocument {
  pdf: Uint8Array;
  pages: number;
  /** The page (from 1) of each section and annex, by its `id` in the document: `rubrique-context`. */
  places: ReadonlyMap<string, number>;
}

/** After so many prints the places have settled, or a number that moves its own page never will. */
const mostPrints = 3;

/**
 * Prints a document to be looked at, as it is being written: one print where the document's own is two and
 * a finish. The numbers of its table of contents are first those of the preview before; the print itself tells
 * whether they are still true. One preview at a time: a freeze never waits behind those of everybody.
 */
export function createPreviewPrint(deps: {
  browser: Pick<Browser, 'print'>;
  fonts: ReadonlyMap<string, Asset>;
  pageOf(compiled: CompiledTemplate, value: DocumentValue, input: DocumentInput): PrintedPage;
}) {
  const { browser, fonts, pageOf } = deps;
  const turnstile = createTurnstile(1);

  async function print(
    compiled: CompiledTemplate,
    value: DocumentValue,
    input: DocumentInput,
  ): Promise<{ pdf: Uint8Array; places: Places }> {
    const page = pageOf(compiled, value, input);
    const links = linksTo([...value.sections, ...value.annexes]);
    const html = toPrintPage({ ...page, body: `${page.body}${links}` });
    const pdf = await browser.print({ html, assets: fonts, untagged: true });
    return { pdf, places: await findPlaces(pdf) };
  }

  return (
    compiled: CompiledTemplate,
    about: { value: DocumentValue; input: DocumentInput; before: PreviewedDocument | undefined },
  ): Promise<PreviewedDocument> =>
    turnstile.run(async () => {
      const { value, input, before } = about;
      let isLong = before === undefined ? isLikelyLong(value) : before.pages > mostPagesWithoutContents;
      let known: ReadonlyMap<string, number> = before?.places ?? new Map();
      for (let count = 1; ; count += 1) {
        const contents = toContents(value).map((entry) => numbered(entry, known));
        const { pdf, places } = await print(compiled, isLong ? { ...value, contents } : value, input);
        const { pages, byId } = places;
        const isTrue = !isLong || contents.every(({ id, page }) => page === String(byId.get(id)));
        // A table of contents may be what makes a document long: it is then printed, as in the document itself.
        const isSettled = isLong ? pages > mostPagesWithoutContents : pages <= mostPagesWithoutContents;
        if ((isTrue && isSettled) || count === mostPrints) return { pdf, pages, places: byId };
        if (!isSettled) isLong = !isLong;
        known = byId;
      }
    });
}

function numbered(entry: ContentsEntry, known: ReadonlyMap<string, number>): ContentsEntry {
  const page = known.get(entry.id);
  return page === undefined ? { ...entry, page: unknownPage } : { ...entry, page: String(page) };
}

/** A place of a printed page is told of only where a link leads: these take no room and are not seen. */
function linksTo(parts: readonly { id: string }[]): string {
  const links = parts.map(
    ({ id }) => `<a href="#${id}" style="position: absolute; top: 0; left: 0">&#8203;</a>`,
  );
  return `<div aria-hidden="true" style="position: absolute; top: 0; left: 0; font-size: 1px; opacity: 0">${links.join('')}</div>`;
}
