import {
  PDFDict,
  PDFName,
  PDFNumber,
  PDFRef,
  type PDFArray,
  type PDFObject,
  type PDFPage,
} from '@cantoo/pdf-lib';
import type { TagElement, TagTree } from './tag-tree.ts';

const name = (text: string): PDFName => PDFName.of(text);

/**
 * A table's headers are painted again on each of its pages, and Chromium tags them again each time: they
 * would be read as many times in a row. The first ones keep their tags; gives the marks that become
 * artifacts, by page.
 */
export function findRepeated(
  tree: TagTree,
  textOf: (page: PDFRef, mcid: number) => string,
): Map<PDFRef, Set<number>> {
  const repeated = new Map<PDFRef, Set<number>>();
  for (const header of tree.ofKind('TH').filter((element) => headsColumn(tree, element))) {
    for (const element of [header, ...descendantsOf(tree, header)]) {
      const marks = tree.kidsOf(element).flatMap((kid) => markOf(kid, element) ?? []);
      const [first] = marks;
      if (first === undefined) continue;
      const again = marks.filter(({ page, mcid }) => {
        return page !== first.page && textOf(page, mcid) === textOf(first.page, first.mcid);
      });
      const gone = new Set<PDFObject>(again.map(({ kid }) => kid));
      const kids = tree.kidsOf(element).filter((kid) => !gone.has(kid));
      if (gone.size > 0) element.dict.set(name('K'), tree.document.context.obj(kids));
      for (const { page, mcid } of again) {
        repeated.set(page, (repeated.get(page) ?? new Set()).add(mcid));
      }
    }
  }
  return repeated;
}

function headsColumn(tree: TagTree, element: TagElement): boolean {
  const attributes = tree.document.context.lookup(element.dict.get(name('A')));
  const list =
    attributes === undefined
      ? []
      : 'asArray' in attributes
        ? (attributes as PDFArray).asArray()
        : [attributes];
  return list.some((item) => item instanceof PDFDict && item.get(name('Scope')) === name('Column'));
}

function descendantsOf(tree: TagTree, element: TagElement): TagElement[] {
  return tree.childrenOf(element).flatMap((child) => [child, ...descendantsOf(tree, child)]);
}

/** A marked piece of a page: a number alone is one of the element's own page. */
function markOf(kid: PDFObject, element: TagElement) {
  const own = element.dict.get(name('Pg'));
  if (kid instanceof PDFNumber)
    return own instanceof PDFRef ? { kid, page: own, mcid: kid.asNumber() } : undefined;
  if (!(kid instanceof PDFDict) || kid.get(name('Type')) !== name('MCR')) return undefined;
  const [page, mcid] = [kid.get(name('Pg')) ?? own, kid.get(name('MCID'))];
  return page instanceof PDFRef && mcid instanceof PDFNumber
    ? { kid, page, mcid: mcid.asNumber() }
    : undefined;
}

/**
 * The same link, painted by a repeated header, comes as many times on each page as the table has pages, one
 * over the other: one of them stays.
 */
export function dropCopiedLinks(pages: PDFPage[], tree: TagTree): void {
  const { context } = tree.document;
  const gone = new Set<PDFObject>();
  for (const { node } of pages) {
    const annotations = node.Annots();
    if (annotations === undefined) continue;
    const seen = new Set<string>();
    const kept = annotations.asArray().filter((reference) => {
      const link = context.lookup(reference, PDFDict);
      const same = ['Rect', 'Dest', 'A'].map((key) => String(context.lookup(link.get(name(key))))).join();
      if (seen.has(same)) gone.add(reference);
      return !gone.has(reference) && seen.add(same);
    });
    if (kept.length < annotations.size()) node.set(name('Annots'), context.obj(kept));
  }
  if (gone.size === 0) return;
  for (const element of tree.ofKind('Link')) {
    const kids = tree.kidsOf(element);
    const left = kids.filter(
      (kid) => !(kid instanceof PDFDict && gone.has(kid.get(name('Obj')) as PDFObject)),
    );
    if (left.length < kids.length) element.dict.set(name('K'), context.obj(left));
  }
  for (const reference of gone) context.delete(reference as PDFRef);
}
