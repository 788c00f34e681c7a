import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib';

export type OpenedPdf = Awaited<ReturnType<typeof openPdf>>;

/** One element of the tag tree, its type resolved through the role map. */
export interface Element {
  type: string;
  dict: PDFDict;
  children: Element[];
}

export const nameOf = (text: string) => PDFName.of(text);

/** A PDF as its rules look at it: the bytes, and every object that the last revision reaches. */
export async function openPdf(bytes: Uint8Array) {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
  const { context, catalog } = document;
  const objects = context.enumerateIndirectObjects().map(([, object]) => object);
  const get = (dict: PDFDict, key: string): PDFObject | undefined => context.lookup(dict.get(nameOf(key)));
  const dictAt = (dict: PDFDict, key: string): PDFDict | undefined => asDict(get(dict, key));
  const listAt = (dict: PDFDict, key: string): PDFObject[] => {
    const list = get(dict, key);
    return list instanceof PDFArray ? list.asArray().map((item) => context.lookup(item) ?? item) : [];
  };
  const textAt = (dict: PDFDict, key: string): string | undefined => {
    const text = get(dict, key);
    if (text instanceof PDFString || text instanceof PDFHexString) return text.decodeText();
    return text instanceof PDFName ? text.decodeText() : text?.toString();
  };
  const dicts = [...everyDict(objects)];
  const pages = document.getPages().map(({ node }) => node);
  const roles = dictAt(dictAt(catalog, 'StructTreeRoot') ?? catalog, 'RoleMap');

  function elementsOf(parent: PDFDict): Element[] {
    const kids = get(parent, 'K');
    const list = kids instanceof PDFArray ? kids.asArray() : [parent.get(nameOf('K'))];
    return list.flatMap((kid) => {
      const dict = asDict(kid === undefined ? undefined : context.lookup(kid));
      if (dict === undefined || !dict.has(nameOf('S'))) return [];
      const own = textAt(dict, 'S') ?? '';
      return [{ type: (roles && textAt(roles, own)) ?? own, dict, children: elementsOf(dict) }];
    });
  }

  return {
    bytes: Buffer.from(bytes),
    document,
    catalog,
    pages,
    dicts,
    streams: objects.filter((object) => object instanceof PDFStream),
    roles,
    get,
    dictAt,
    listAt,
    textAt,
    trailer: context.trailerInfo,
    annotations: pages.flatMap((page) => listAt(page, 'Annots').flatMap((item) => asDict(item) ?? [])),
    /** The tag tree's first level. */
    tree: elementsOf(dictAt(catalog, 'StructTreeRoot') ?? catalog),
    contents: pages.map((page) => contentOf(context.lookup(page.get(nameOf('Contents'))))),
    metadata: metadataOf(get(catalog, 'Metadata')),
  };
}

/** Every element under these, parents first. */
export function* walk(elements: Element[]): Generator<Element> {
  for (const element of elements) {
    yield element;
    yield* walk(element.children);
  }
}

export const all = ({ tree }: OpenedPdf) => [...walk(tree)];
export const ofType = (pdf: OpenedPdf, ...types: string[]) =>
  all(pdf).filter(({ type }) => types.includes(type));
/** What stands under an element, groups without meaning aside. */
export const strip = ({ children }: Element): Element[] =>
  children.flatMap((child) => (child.type === 'NonStruct' ? strip(child) : [child]));

/** The dictionaries directly under an element: its marks, its annotations. */
export function kidsOf(pdf: OpenedPdf, element: PDFDict): PDFDict[] {
  const kids = pdf.get(element, 'K');
  const list = kids instanceof PDFArray ? pdf.listAt(element, 'K') : [kids];
  return list.filter((kid) => kid instanceof PDFDict);
}

export function decode(stream: PDFObject | undefined): Buffer {
  if (!(stream instanceof PDFRawStream)) return Buffer.alloc(0);
  return Buffer.from(decodePDFRawStream(stream).decode());
}

function contentOf(contents: PDFObject | undefined): string {
  const parts =
    contents instanceof PDFArray ? contents.asArray().map((_part, at) => contents.lookup(at)) : [contents];
  return parts.map((part) => decode(part).toString('latin1')).join('\n');
}

function metadataOf(stream: PDFObject | undefined): string {
  return stream instanceof PDFRawStream ? decode(stream).toString('utf8') : '';
}

export function asDict(object: PDFObject | undefined): PDFDict | undefined {
  if (object instanceof PDFStream) return object.dict;
  return object instanceof PDFDict ? object : undefined;
}

function* everyDict(objects: PDFObject[]): Generator<PDFDict> {
  for (const object of objects) {
    const dict = asDict(object);
    if (dict !== undefined) {
      yield dict;
      yield* everyDict(dict.values().filter((value) => !(value instanceof PDFRef)));
    } else if (object instanceof PDFArray) yield* everyDict(object.asArray());
  }
}
