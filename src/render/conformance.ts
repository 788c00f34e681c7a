import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import {
  AFRelationship,
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { sha256Hex } from '../kernel/hash.ts';
import type { AssociatedFile } from './associated-files.ts';
import { placesOf, type Places } from './contents.ts';
import { markArtifacts } from './content-stream.ts';
import { accessibilityMetadata } from './pdf-metadata.ts';

export interface AboutPdf {
  /** BCP 47 language of the text. */
  lang: string;
  title: string;
  author: string;
  /** What travels inside of the file, for the tools of those who receive it. */
  files: AssociatedFile[];
  /** What a link to a place of the same document says, by the place's `id`. */
  destinations: ReadonlyMap<string, string>;
}

/** Name and exact version of the library that writes the file: another one may write other bytes. */
export const finisher = nameOfLibrary();

export interface FinishedPdf {
  pdf: Uint8Array;
  pages: number;
  places: Places;
}

const name = (text: string): PDFName => PDFName.of(text);
// Stands in the file until its bytes are known; no other hexadecimal in it can be the same.
const emptyId = sha256Hex('the place of the file identifier');
// An associated file has to have a date; a true one would be the machine's and change at every print.
const noDate = new Date('1980-01-01T00:00:00Z');

/**
 * Finishes a printed document: what Chromium leaves out of PDF/A-3b (ISO 19005-3) and PDF/UA-1
 * (ISO 14289-1). Nothing that is seen changes. The same print gives the same bytes, whenever it was made.
 */
export async function finishPdf(printed: Uint8Array, about: AboutPdf): Promise<FinishedPdf> {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  describe(document, about);
  repairTags(document);
  for (const page of document.getPages()) {
    page.node.set(name('Tabs'), name('S'));
    describeLinks(page.node.Annots(), document, about.destinations);
    markPage(page.node.get(name('Contents')), document);
  }
  for (const { name: fileName, mediaType, description, bytes } of about.files) {
    await document.attach(bytes, fileName, {
      mimeType: mediaType,
      description,
      afRelationship: AFRelationship.Data,
      modificationDate: noDate,
    });
  }
  const id = PDFHexString.of(emptyId);
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  document.convertToPDFA({ conformance: '3B', extensions: accessibilityMetadata });
  const pdf = await document.save({ addDefaultPage: false, updateFieldAppearances: false });
  const places = placesOf(document);
  return { pdf: identify(pdf), pages: places.pages, places };
}

function nameOfLibrary(): string {
  const library = '@cantoo/pdf-lib';
  const own = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(own) as { dependencies: Record<string, string> };
  return `${library} ${dependencies[library] ?? ''}, zlib ${process.versions.zlib}`;
}

/** Who and what; no date at all: the act's date stands in the letter, the file's would be the machine's. */
function describe(document: PDFDocument, about: AboutPdf): void {
  document.setTitle(about.title, { showInWindowTitleBar: true });
  document.setAuthor(about.author);
  document.setCreator('Estafette');
  document.setLanguage(about.lang);
  const information = document.context.lookupMaybe(document.context.trailerInfo.Info, PDFDict);
  information?.delete(name('CreationDate'));
  information?.delete(name('ModDate'));
}

/** The tag tree: custom types are given their standard meaning, list items a body. */
function repairTags(document: PDFDocument): void {
  const { context } = document;
  const root = document.catalog.lookup(name('StructTreeRoot'), PDFDict);
  root.set(name('RoleMap'), context.obj({ Strong: 'Span', Em: 'Span' }));
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.get(name('Type')) !== name('StructElem')) continue;
    if (typeOf(object) === 'LI') wrapItemBody(document, ref, object);
  }
}

function typeOf(element: PDFDict): string {
  return element.lookupMaybe(name('S'), PDFName)?.decodeText() ?? '';
}

function childrenOf(element: PDFDict, document: PDFDocument): PDFObject[] {
  const kids = element.get(name('K'));
  const list = document.context.lookup(kids);
  if (list instanceof PDFArray) return list.asArray();
  return kids === undefined ? [] : [kids];
}

function elementOf(object: PDFObject, document: PDFDocument): PDFDict | undefined {
  const found = document.context.lookup(object);
  return found instanceof PDFDict && found.has(name('S')) ? found : undefined;
}

/** A list item holds a label and a body (ISO 14289-1, 7.6); Chromium gives it bare paragraphs. */
function wrapItemBody(document: PDFDocument, itemRef: PDFRef, item: PDFDict): void {
  const { context } = document;
  const children = childrenOf(item, document);
  const isOwn = (child: PDFObject): boolean => {
    const element = elementOf(child, document);
    return element !== undefined && ['Lbl', 'LBody'].includes(typeOf(element));
  };
  const loose = children.filter((child) => !isOwn(child));
  if (loose.length === 0) return;
  const body = context.obj({ Type: 'StructElem', S: 'LBody', P: itemRef, K: loose });
  const page = item.get(name('Pg'));
  if (page !== undefined) body.set(name('Pg'), page);
  const bodyRef = context.register(body);
  for (const child of loose) elementOf(child, document)?.set(name('P'), bodyRef);
  item.set(name('K'), context.obj([...children.filter(isOwn), bodyRef]));
}

/** A link says in words where it leads, for those who do not see it (ISO 14289-1, 7.18.5). */
function describeLinks(
  annotations: PDFArray | undefined,
  document: PDFDocument,
  destinations: AboutPdf['destinations'],
): void {
  for (const reference of annotations?.asArray() ?? []) {
    const link = document.context.lookup(reference, PDFDict);
    if (link.lookupMaybe(name('Subtype'), PDFName) !== name('Link') || link.has(name('Contents'))) continue;
    const target = link.lookupMaybe(name('A'), PDFDict)?.lookup(name('URI'));
    const address = target instanceof PDFString || target instanceof PDFHexString ? target.decodeText() : '#';
    const place = link.lookup(name('Dest'));
    const inside = place instanceof PDFName ? destinations.get(place.decodeText()) : undefined;
    link.set(name('Contents'), PDFHexString.fromText(inside ?? address));
  }
}

function markPage(reference: PDFObject | undefined, document: PDFDocument): void {
  const stream = document.context.lookup(reference);
  if (!(reference instanceof PDFRef) || !(stream instanceof PDFRawStream)) {
    throw new Error('a printed page has one content stream');
  }
  const content = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
  const marked = Buffer.from(markArtifacts(content), 'latin1');
  // The system's own compression: the library's takes ten times as long.
  const compressed = document.context.stream(deflateSync(marked), { Filter: 'FlateDecode' });
  document.context.assign(reference, compressed);
}

/** Writes the file's identifier, made from everything else in it, in the place that was kept for it. */
function identify(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf);
  const id = sha256Hex(pdf);
  let places = 0;
  for (let at = bytes.indexOf(emptyId); at !== -1; at = bytes.indexOf(emptyId, at + id.length)) {
    bytes.write(id, at, 'latin1');
    places += 1;
  }
  if (places !== 2) throw new Error(`expected to write the identifier twice, found ${places} places`);
  return new Uint8Array(bytes);
}
