import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import {
  PDFCatalog,
  PDFName,
  PDFPageLeaf,
  PDFPageTree,
  PDFStream,
  type PDFDocument,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { UnreadElement } from './load-print.ts';

const compress = promisify(deflate);
/** Objects packed together: more compress better, and take longer to reach one of them. */
const objectsPerStream = 200;
/** Bytes of an entry of the table: one for its type, four for a place, two for a rank. */
const entrySize = 7;

/**
 * Writes a finished document as one revision, its small objects packed (ISO 32000-1, 7.5.7 and 7.5.8). The
 * library does the same with a compression of its own, which takes ten times as long, and waits between.
 * Everything has to be embedded already (`flush`).
 */
export async function writePdf(document: PDFDocument): Promise<Buffer> {
  const { context } = document;
  const objects = context.enumerateIndirectObjects();
  let next = context.largestObjectNumber + 1;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const append = (bytes: Uint8Array): void => {
    chunks.push(bytes);
    size += bytes.length;
  };
  // One entry for each number: nothing there, a place in the file, or a place in a stream of objects.
  const entries: [type: number, where: number, index: number][] = [];
  const writeObject = (number: number, object: PDFObject): void => {
    entries[number] = [1, size, 0];
    append(Buffer.from(`${number} 0 obj\n`, 'latin1'));
    append(bytesOf(object));
    append(Buffer.from('\nendobj\n\n', 'latin1'));
  };

  append(bytesOf(context.header));
  append(Buffer.from('\n\n', 'latin1'));
  const small: [number: number, written: string][] = [];
  for (const [{ objectNumber, generationNumber }, object] of objects) {
    if (generationNumber !== 0) throw new Error('a printed file has one revision');
    if (standsAlone(object)) writeObject(objectNumber, object);
    else small.push([objectNumber, object.toString()]);
  }
  const chunksOfObjects = Array.from({ length: Math.ceil(small.length / objectsPerStream) }, (_one, index) =>
    small.slice(index * objectsPerStream, (index + 1) * objectsPerStream),
  );
  const packed = await Promise.all(chunksOfObjects.map((objects) => pack(document, objects)));
  packed.forEach((stream, rank) => {
    chunksOfObjects[rank]?.forEach(([number], index) => (entries[number] = [2, next, index]));
    writeObject(next, stream);
    next += 1;
  });

  const startOfTable = size;
  entries[next] = [1, size, 0];
  const table = Buffer.alloc((next + 1) * entrySize);
  for (let number = 0; number <= next; number += 1) {
    const [type, where, index] = entries[number] ?? [0, 0, number === 0 ? 65535 : 0];
    table.writeUInt8(type, number * entrySize);
    table.writeUInt32BE(where, number * entrySize + 1);
    table.writeUInt16BE(index, number * entrySize + 5);
  }
  const { Root, Info, ID } = context.trailerInfo;
  const dict = { Type: 'XRef', Size: next + 1, W: [1, 4, 2], Filter: 'FlateDecode' };
  const stream = context.stream(deflateSync(table), dict);
  for (const [key, value] of Object.entries({ Root, Info, ID })) {
    if (value !== undefined) stream.dict.set(PDFName.of(key), value);
  }
  writeObject(next, stream);
  append(Buffer.from(`startxref\n${startOfTable}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(chunks);
}

/** Streams cannot be packed; the tree of pages is left in the open, where plain tools find it. */
function standsAlone(object: PDFObject): boolean {
  if (object instanceof UnreadElement) return false;
  const isPage = object instanceof PDFPageTree || object instanceof PDFPageLeaf;
  return isPage || object instanceof PDFStream || object instanceof PDFCatalog;
}

/** Objects one after the other, after the list of their numbers and places. */
async function pack(document: PDFDocument, objects: [number: number, written: string][]): Promise<PDFStream> {
  let place = 0;
  const places = objects.map(([number, { length }]) => {
    const entry = `${number} ${place}`;
    place += length + 1;
    return entry;
  });
  const head = `${places.join(' ')}\n`;
  const body = `${head}${objects.map(([, written]) => written).join('\n')}\n`;
  const dict = { Type: 'ObjStm', N: objects.length, First: head.length, Filter: 'FlateDecode' };
  return document.context.stream(await compress(Buffer.from(body, 'latin1')), dict);
}

function bytesOf(object: { sizeInBytes(): number; copyBytesInto(buffer: Uint8Array, at: number): number }) {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}
