import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFWriter,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { copyOutline } from './split-outline.ts';

const name = (text: string): PDFName => PDFName.of(text);

/** One of the documents that were printed together, as it would have been printed alone. */
export interface PrintedPart {
  pdf: Uint8Array;
  pages: number;
}

/**
 * Cuts a tagged print into the documents that it was made of, each with its own pages and its own tag
 * tree: the print's body holds one element for each, which begins on a page of its own. One print of a
 * hundred letters takes a thirtieth of the time of a hundred prints.
 * @throws Error when the print does not hold `count` documents that share no page.
 */
export async function splitPrint(printed: Uint8Array, count: number): Promise<PrintedPart[]> {
  const source = await PDFDocument.load(printed, { updateMetadata: false });
  const { context, catalog } = source;
  const root = catalog.lookup(name('StructTreeRoot'), PDFDict);
  const [documentRef] = listOf(context, root.get(name('K')));
  const parts = listOf(context, context.lookup(documentRef, PDFDict).get(name('K')));
  if (parts.length !== count) throw new Error(`${count} documents were printed, ${parts.length} were found`);
  const order = source.getPages().map(({ ref }) => ref);
  const byTag = tagsOfParents(root);
  const taken = new Set<PDFRef>();
  const split: PrintedPart[] = [];
  for (const part of parts) {
    const pages = pagesOf(context, part).toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
    if (pages.length === 0 || pages.some((page) => taken.has(page)))
      throw new Error('two documents of a print share a page');
    for (const page of pages) taken.add(page);
    split.push({ pdf: await writePart({ source, part, pages, byTag }), pages: pages.length });
  }
  if (taken.size !== order.length) throw new Error('a page of a print belongs to none of its documents');
  return split;
}

function listOf(context: PDFContext, object: PDFObject | undefined): PDFObject[] {
  const value = context.lookup(object);
  if (value instanceof PDFArray) return value.asArray();
  return object === undefined ? [] : [object];
}

/** The parent tree's entries, by the number that a page or a link bears (ISO 32000-1, 14.7.4.4). */
function tagsOfParents(root: PDFDict): Map<number, PDFObject> {
  const numbers = root.lookup(name('ParentTree'), PDFDict).lookup(name('Nums'), PDFArray).asArray();
  const entries = new Map<number, PDFObject>();
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const [key, value] = [numbers[at], numbers[at + 1]];
    if (key instanceof PDFNumber && value !== undefined) entries.set(key.asNumber(), value);
  }
  return entries;
}

/** An element of the tag tree and all that is under it, each with what refers to it. */
function tagsUnder(context: PDFContext, element: PDFObject): { object: PDFObject; tag: PDFDict }[] {
  const found: { object: PDFObject; tag: PDFDict }[] = [];
  const waiting = [element];
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    const tag = context.lookup(object);
    if (!(tag instanceof PDFDict)) continue;
    found.push({ object, tag });
    waiting.push(...listOf(context, tag.get(name('K'))));
  }
  return found;
}

/** The pages on which an element of the tag tree, or anything under it, stands. */
function pagesOf(context: PDFContext, element: PDFObject): PDFRef[] {
  const pages = tagsUnder(context, element).map(({ tag }) => tag.get(name('Pg')));
  return [...new Set(pages.filter((page) => page instanceof PDFRef))];
}

/** The elements that others name, a cell its headings, in the order of their names (ISO 32000-1, 14.7.2). */
function namedTags(context: PDFContext, element: PDFObject): [id: PDFObject, tag: PDFObject][] {
  return tagsUnder(context, element)
    .flatMap(({ object, tag }): [PDFObject, PDFObject][] => {
      const id = tag.get(name('ID'));
      return id === undefined ? [] : [[id, object]];
    })
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

async function writePart(from: {
  source: PDFDocument;
  part: PDFObject;
  pages: PDFRef[];
  byTag: ReadonlyMap<number, PDFObject>;
}): Promise<Uint8Array> {
  const { source, part, pages, byTag } = from;
  const target = PDFContext.create();
  const [pageTree, root, document] = [target.nextRef(), target.nextRef(), target.nextRef()];
  const sourceRoot = source.catalog.lookup(name('StructTreeRoot'), PDFDict);
  const [sourceDocument] = listOf(source.context, sourceRoot.get(name('K')));
  // What stands above the part is known beforehand, so that the copy does not climb to the other parts.
  const known = new Map<PDFObject, PDFRef>();
  if (sourceDocument !== undefined) known.set(sourceDocument, document);
  const parentOfPages = source.context.lookup(pages[0], PDFDict).get(name('Parent'));
  if (parentOfPages !== undefined) known.set(parentOfPages, pageTree);
  const copy = copier(source.context, target, known);

  const kids = pages.map((page) => copy(page));
  target.assign(pageTree, target.obj({ Type: 'Pages', Count: kids.length, Kids: kids }));
  const top = copy(part);
  const language = source.catalog.get(name('Lang'));
  const documentTag = target.obj({ Type: 'StructElem', S: 'Document', P: root, K: [top] });
  if (language !== undefined) documentTag.set(name('Lang'), language);
  target.assign(document, documentTag);
  const numbers = tagNumbers(source.context, pages).flatMap((number) => {
    const tags = byTag.get(number);
    return tags === undefined ? [] : [PDFNumber.of(number), copy(tags)];
  });
  const parentTree = target.register(target.obj({ Nums: numbers }));
  const tree = target.obj({ Type: 'StructTreeRoot', K: [document], ParentTree: parentTree });
  const named = namedTags(source.context, part).flatMap(([id, tag]) => [id, copy(tag)]);
  if (named.length > 0) tree.set(name('IDTree'), target.register(target.obj({ Names: named })));
  target.assign(root, tree);
  const catalog = target.obj({ Type: 'Catalog', Pages: pageTree, StructTreeRoot: root });
  for (const key of ['MarkInfo', 'ViewerPreferences', 'Lang']) {
    const value = source.catalog.get(name(key));
    if (value !== undefined) catalog.set(name(key), copy(value));
  }
  const outlines = source.catalog.lookupMaybe(name('Outlines'), PDFDict);
  const bookmarks = outlines && copyOutline({ source: source.context, outlines, pages, target, copy });
  if (bookmarks !== undefined) catalog.set(name('Outlines'), bookmarks);
  target.trailerInfo.Root = target.register(catalog);
  const { Info: information } = source.context.trailerInfo;
  if (information !== undefined) target.trailerInfo.Info = copy(information);
  return PDFWriter.forContext(target, 50).serializeToBuffer();
}

/** The numbers under which the parent tree knows the pages and their links, in order. */
function tagNumbers(context: PDFContext, pages: readonly PDFRef[]): number[] {
  const numbers = pages.flatMap((page) => {
    const dictionary = context.lookup(page, PDFDict);
    const links = listOf(context, dictionary.get(name('Annots')));
    return [
      dictionary.get(name('StructParents')),
      ...links.map((link) => context.lookup(link, PDFDict).get(name('StructParent'))),
    ];
  });
  return numbers
    .flatMap((number) => (number instanceof PDFNumber ? [number.asNumber()] : []))
    .toSorted((one, other) => one - other);
}

/** Copies objects with all that they refer to, each once; what is `known` is only pointed at. */
function copier(source: PDFContext, target: PDFContext, known: Map<PDFObject, PDFRef>) {
  function copyDictionary(dictionary: PDFDict): PDFDict {
    const copied = PDFDict.withContext(target);
    for (const [key, value] of dictionary.entries()) copied.set(key, copy(value));
    return copied;
  }

  function copyReference(reference: PDFRef): PDFRef {
    const there = known.get(reference);
    if (there !== undefined) return there;
    const copied = target.nextRef();
    known.set(reference, copied);
    const value = source.lookup(reference);
    if (value !== undefined) target.assign(copied, copy(value));
    return copied;
  }

  function copy(object: PDFObject): PDFObject {
    if (object instanceof PDFRef) return copyReference(object);
    if (object instanceof PDFRawStream) return PDFRawStream.of(copyDictionary(object.dict), object.contents);
    if (object instanceof PDFDict) return copyDictionary(object);
    if (!(object instanceof PDFArray)) return object;
    const array = PDFArray.withContext(target);
    for (const item of object.asArray()) array.push(copy(item));
    return array;
  }
  return copy;
}
