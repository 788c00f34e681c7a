import { PDFArray, PDFDict, PDFName, PDFRef, type PDFContext, type PDFObject } from '@cantoo/pdf-lib';

const name = (text: string): PDFName => PDFName.of(text);

/** The bookmarks that stand under one, in their order. */
function bookmarksUnder(context: PDFContext, parent: PDFDict): PDFDict[] {
  const found: PDFDict[] = [];
  let next = parent.get(name('First'));
  while (next !== undefined) {
    const bookmark = context.lookup(next, PDFDict);
    found.push(bookmark);
    next = bookmark.get(name('Next'));
  }
  return found;
}

/** True when a bookmark leads to one of these pages. */
function leadsTo(context: PDFContext, bookmark: PDFDict, pages: readonly PDFRef[]): boolean {
  const place = context.lookup(bookmark.get(name('Dest')));
  return place instanceof PDFArray && pages.some((page) => page === place.get(0));
}

/**
 * Writes into another file the bookmarks that lead to some pages, with those under them; undefined when
 * there is none. `copy` gives an object of the first file its place in the other.
 */
export function copyOutline(from: {
  source: PDFContext;
  outlines: PDFDict;
  pages: readonly PDFRef[];
  target: PDFContext;
  copy(object: PDFObject): PDFObject;
}): PDFRef | undefined {
  const { source, target, pages, copy } = from;

  function write(bookmarks: readonly PDFDict[], parent: PDFRef, holder: PDFDict): void {
    const places = bookmarks.map(() => target.nextRef());
    bookmarks.forEach((bookmark, index) => {
      const written = target.obj({ Parent: parent });
      for (const key of ['Title', 'Dest', 'SE']) {
        const value = bookmark.get(name(key));
        if (value !== undefined) written.set(name(key), copy(value));
      }
      const [place, before, after] = [places[index], places[index - 1], places[index + 1]];
      if (before !== undefined) written.set(name('Prev'), before);
      if (after !== undefined) written.set(name('Next'), after);
      if (place === undefined) return;
      write(bookmarksUnder(source, bookmark), place, written);
      target.assign(place, written);
    });
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) return;
    holder.set(name('First'), first);
    holder.set(name('Last'), last);
    holder.set(name('Count'), target.obj(places.length));
  }

  const own = bookmarksUnder(source, from.outlines).filter((each) => leadsTo(source, each, pages));
  if (own.length === 0) return undefined;
  const root = target.nextRef();
  const outlines = target.obj({ Type: 'Outlines' });
  write(own, root, outlines);
  target.assign(root, outlines);
  return root;
}
