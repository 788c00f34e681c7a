import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';
import {
  AFRelationship,
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { sha256Hex } from '../kernel/hash.ts';
import type { AssociatedFile } from './associated-files.ts';
import { placesOf, type Places } from './contents.ts';
import { markArtifacts, textOfMark, untagMarks } from './content-stream.ts';
import { findBox } from './figure-box.ts';
import { loadPrint } from './load-print.ts';
import { noteAt } from './notes.ts';
import { accessibilityMetadata } from './pdf-metadata.ts';
import { dropCopiedLinks, findRepeated } from './repeated-headers.ts';
import { repairTags } from './tag-repairs.ts';
import { openTagTree, type TagTree } from './tag-tree.ts';
import { writePdf } from './write-pdf.ts';

export interface AboutPdf {
  /** BCP 47 language of the text. */
  lang: string;
  title: string;
  author: string;
  /** What travels inside of the file, for the tools of those who receive it. */
  files: AssociatedFile[];
  /** What a link to a heading of the same document says, by the heading's `id`. */
  destinations: ReadonlyMap<string, string>;
  /** What a link to a note says, or the one that leads back to its call. */
  sayNote?: (isCall: boolean, number: string) => string;
}

/** Our own way to finish a file: raised when the same print would become other bytes. */
const ownWay = 2;

/** What finishes a file, with its exact version: another one may write other bytes. */
export const finisher = nameOfFinisher();

export interface FinishedPdf {
  pdf: Uint8Array;
  pages: number;
  places: Places;
}

const compress = promisify(deflate);
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
  const document = await loadPrint(printed);
  const pages = document.getPages();
  const tree = openTagTree(document);
  const contents = new Map(
    pages.map(({ node, ref }) => [ref, contentOf(node.get(name('Contents')), document)]),
  );
  describe(document, about);
  dropCopiedLinks(pages, tree);
  const repeated = findRepeated(tree, (page, mcid) => textOfMark(contents.get(page) ?? '', mcid));
  repairTags(tree, about.destinations);
  placeFigures(tree, contents);
  const written = pages.map(({ node, ref }) => {
    node.set(name('Tabs'), name('S'));
    describeLinks(node.Annots(), document, about);
    const marked = markArtifacts(untagMarks(contents.get(ref) ?? '', repeated.get(ref)));
    return writeContent(node.get(name('Contents')), marked, document);
  });
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
  await document.flush();
  await Promise.all(written);
  const places = placesOf(document);
  return { pdf: identify(await writePdf(document)), pages: places.pages, places };
}

function nameOfFinisher(): string {
  const library = '@cantoo/pdf-lib';
  const own = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(own) as { dependencies: Record<string, string> };
  return `estafette ${ownWay}, ${library} ${dependencies[library] ?? ''}, zlib ${process.versions.zlib}`;
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

/** A link says in words where it leads, for those who do not see it (ISO 14289-1, 7.18.5). */
function describeLinks(
  annotations: PDFArray | undefined,
  document: PDFDocument,
  { destinations, sayNote }: AboutPdf,
): void {
  for (const reference of annotations?.asArray() ?? []) {
    const link = document.context.lookup(reference, PDFDict);
    if (link.lookupMaybe(name('Subtype'), PDFName) !== name('Link') || link.has(name('Contents'))) continue;
    const target = link.lookupMaybe(name('A'), PDFDict)?.lookup(name('URI'));
    const address = target instanceof PDFString || target instanceof PDFHexString ? target.decodeText() : '#';
    const place = link.lookup(name('Dest'));
    const inside = place instanceof PDFName ? place.decodeText() : '';
    const note = noteAt(inside);
    const words = note === undefined ? destinations.get(inside) : sayNote?.(note.isCall, note.number);
    link.set(name('Contents'), PDFHexString.fromText(words ?? address));
  }
}

/** Where each figure is painted, which readers that reflow a page ask for. */
function placeFigures(tree: TagTree, contents: ReadonlyMap<PDFRef, string>): void {
  for (const figure of tree.ofKind('Figure')) {
    const { dict } = figure;
    const [page, [mark]] = [dict.get(name('Pg')), tree.kidsOf(figure)];
    if (!(page instanceof PDFRef) || !(mark instanceof PDFNumber) || dict.has(name('A'))) continue;
    const box = findBox(contents.get(page) ?? '', mark.asNumber());
    if (box !== undefined) dict.set(name('A'), tree.document.context.obj({ O: 'Layout', BBox: box }));
  }
}

/** A page's content, one byte per character. */
function contentOf(reference: PDFObject | undefined, document: PDFDocument): string {
  const stream = document.context.lookup(reference);
  if (!(stream instanceof PDFRawStream) || stream.dict.get(name('Filter')) !== name('FlateDecode')) {
    throw new Error('a printed page has one content stream');
  }
  return inflateSync(stream.contents).toString('latin1');
}

async function writeContent(reference: PDFObject | undefined, content: string, document: PDFDocument) {
  // The system's own compression, on another processor: the library's takes ten times as long.
  const compressed = await compress(Buffer.from(content, 'latin1'));
  document.context.assign(
    reference as PDFRef,
    document.context.stream(compressed, { Filter: 'FlateDecode' }),
  );
}

/** Writes the file's identifier, made from everything else in it, in the place that was kept for it. */
function identify(bytes: Buffer): Uint8Array {
  const id = sha256Hex(bytes);
  let places = 0;
  for (let at = bytes.indexOf(emptyId); at !== -1; at = bytes.indexOf(emptyId, at + id.length)) {
    bytes.write(id, at, 'latin1');
    places += 1;
  }
  if (places !== 2) throw new Error(`expected to write the identifier twice, found ${places} places`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
