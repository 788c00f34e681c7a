import {
  ParseSpeeds,
  PDFDict,
  PDFDocument,
  PDFObject,
  PDFObjectParser,
  PDFRef,
  type PDFContext,
} from '@cantoo/pdf-lib';

const start = '<</Type /StructElem\n';
const opening = new RegExp(`^\\d+ 0 obj\\s+${start}`);

/**
 * An element of the tag tree as it was printed. They are nine in ten of a document's objects, and nearly all
 * of them are written again as they are: reading each of them would take most of the time.
 */
export class UnreadElement extends PDFObject {
  readonly written: string;

  constructor(written: string) {
    super();
    this.written = written;
  }

  /** Its type, unread. */
  get kind(): string {
    return /\n\/S \/(\w+)/.exec(this.written)?.[1] ?? '';
  }

  read(context: PDFContext): PDFDict {
    const read = PDFObjectParser.forBytes(Buffer.from(this.written, 'latin1'), context).parseObject();
    if (!(read instanceof PDFDict)) throw new Error('an element of the tag tree that is no dictionary');
    return read;
  }

  override toString(): string {
    return this.written;
  }

  override sizeInBytes(): number {
    return this.written.length;
  }

  override copyBytesInto(buffer: Uint8Array, offset: number): number {
    buffer.set(Buffer.from(this.written, 'latin1'), offset);
    return this.written.length;
  }
}

/** Opens what Chromium printed, the elements of its tag tree left unread. */
export async function loadPrint(printed: Uint8Array): Promise<PDFDocument> {
  const bytes = Buffer.from(printed.buffer, printed.byteOffset, printed.byteLength);
  const objects = objectsOf(bytes);
  const elements = objects.filter(({ from }) => opening.test(bytes.toString('latin1', from, from + 50)));
  const left: Buffer[] = [];
  let copied = 0;
  for (const { from, to } of elements) {
    left.push(bytes.subarray(copied, from));
    copied = to;
  }
  left.push(bytes.subarray(copied));
  const options = { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest };
  // The library reads a file from its first object to its last, and asks nothing of the table of their places.
  const document = await PDFDocument.load(Buffer.concat(left), options);
  for (const { number, from, to } of elements) {
    const object = bytes.toString('latin1', from, to);
    const written = object.slice(object.indexOf(start), object.lastIndexOf('endobj')).trimEnd();
    document.context.assign(PDFRef.of(number), new UnreadElement(written));
  }
  return document;
}

/** Where each object is, in the order of the file, by its own table (ISO 32000-1, 7.5.4); none if it has another. */
function objectsOf(bytes: Buffer): { number: number; from: number; to: number }[] {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 64));
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? NaN);
  if (!(table < bytes.length)) return [];
  const [, count, lines = ''] =
    /^xref\s+0 (\d+)\s([\s\S]*?)trailer/.exec(bytes.toString('latin1', table)) ?? [];
  if (count === undefined) return [];
  const places = [...lines.matchAll(/(\d{10}) \d{5} ([nf])/g)].flatMap(([, place, kind], number) =>
    kind === 'n' ? [{ number, from: Number(place) }] : [],
  );
  const sorted = places.sort((one, other) => one.from - other.from);
  return sorted.map((object, index) => ({ ...object, to: sorted[index + 1]?.from ?? table }));
}
