import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfRef, PdfString, type PdfObject } from '@libpdf/core';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';

/** What the signature dictionary and its field say in clear (ISO 32000-1, 12.8.1 and 12.7.4.5). */
export interface SignatureFieldContent {
  fieldName: string;
  /** What assistive technology reads for the field. */
  tooltip: string;
  signerName: string;
  reason: string;
  /** The claimed time, as a PDF date. */
  claimedTime: string;
  /** Bytes kept for the CMS. */
  reserved: number;
}

/** A number as wide as any offset, so that the true byte range fits in its place. */
export const offsetPlaceholder = 9_999_999_999;

/**
 * Appends one revision that holds an invisible signature field and its dictionary, with a place for
 * the byte range and the CMS. The given bytes are the result's beginning, untouched.
 * @throws Error when the file cannot be extended without being rewritten, or cannot be read.
 */
export async function appendSignatureField(
  pdf: Uint8Array,
  content: SignatureFieldContent,
): Promise<Uint8Array> {
  const file = await PDF.load(pdf, { lenient: false });
  const blocker = file.isEncrypted ? 'encrypted' : file.canSaveIncrementally();
  if (blocker !== null) throw new Error(`the file cannot be extended by a signature: ${blocker}`);
  const signature = file.register(
    PdfDict.of({
      Type: PdfName.of('Sig'),
      Filter: PdfName.of('Adobe.PPKLite'),
      SubFilter: PdfName.of('ETSI.CAdES.detached'),
      ByteRange: PdfArray.of(number(0), ...[1, 2, 3].map(() => number(offsetPlaceholder))),
      Contents: PdfString.fromBytes(new Uint8Array(content.reserved)),
      M: PdfString.fromString(content.claimedTime),
      Name: PdfString.fromString(content.signerName),
      Reason: PdfString.fromString(content.reason),
    }),
  );
  const page = file.getPage(0)?.ref;
  if (page === undefined) throw new Error('the file has no page');
  const fields = fieldsOf(file);
  const field = file.register(
    PdfDict.of({
      Type: PdfName.of('Annot'),
      Subtype: PdfName.of('Widget'),
      FT: PdfName.of('Sig'),
      T: PdfString.fromString(`${content.fieldName}-${fields.length + 1}`),
      TU: PdfString.fromString(content.tooltip),
      V: signature,
      F: number(132), // printed and locked, as PDF/A asks; an empty rectangle shows nothing
      P: page,
      Rect: PdfArray.of(number(0), number(0), number(0), number(0)),
    }),
  );
  fields.push(field);
  return file.save({ incremental: true });
}

/** The form's list of fields; the form is made without the library's defaults, whose fonts are not embedded. */
function fieldsOf(file: PDF): PdfArray {
  const catalog = file.getCatalog();
  const resolve = (ref: PdfRef) => file.getObject(ref);
  let form = catalog.getDict('AcroForm', resolve);
  if (form === undefined) {
    form = PdfDict.of({ Fields: PdfArray.of() });
    catalog.set('AcroForm', file.register(form));
  }
  let fields = form.getArray('Fields', resolve);
  if (fields === undefined) form.set('Fields', (fields = PdfArray.of()));
  form.set('SigFlags', number(3)); // signatures exist, append only
  return fields;
}

/** What a verifier needs of a file: its objects, as plain values. */
export interface ReadablePdf {
  root: string;
  info: string | undefined;
  pages: number;
  encrypted: boolean;
  /** The cross-reference table was of no use and the objects were found by guessing. */
  guessed: boolean;
  /** The object of a reference `number generation`; null when there is none. */
  get(reference: string): PdfValue;
}

/** Reads a file strictly. Throws anything on bytes that are not a well-formed PDF. */
export async function readPdf(bytes: Uint8Array): Promise<ReadablePdf> {
  const file = await PDF.load(bytes, { lenient: false });
  const trailer = file.context.info.trailer;
  const root = trailer.getRef('Root');
  if (root === undefined) throw new Error('no catalog');
  const info = trailer.getRef('Info');
  const known = new Map<string, PdfValue>();
  return {
    root: key(root),
    info: info === undefined ? undefined : key(info),
    pages: file.getPageCount(),
    encrypted: file.isEncrypted || trailer.has('Encrypt'),
    guessed: file.canSaveIncrementally() === 'brute-force-recovery',
    get(reference) {
      const found = known.get(reference);
      if (found !== undefined) return found;
      const [objectNumber = 0, generation = 0] = reference.split(' ').map(Number);
      const value = toValue(file.getObject(PdfRef.of(objectNumber, generation)));
      known.set(reference, value);
      return value;
    },
  };
}

/** A text string as people read it (ISO 32000-1, 7.9.2.2: PDFDocEncoding, or UTF-16 with its mark). */
export function decodeText(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new PdfString(bytes).asString();
}

function toValue(object: PdfObject | null | undefined): PdfValue {
  if (object === null || object === undefined) return null;
  switch (object.type) {
    case 'ref':
      return { reference: key(object as PdfRef) };
    case 'name':
      return { name: (object as PdfName).value };
    case 'string':
      return { string: (object as PdfString).bytes };
    case 'array':
      return [...(object as PdfArray)].map(toValue);
    case 'dict':
      return { dictionary: entriesOf(object as PdfDict) };
    case 'stream':
      return {
        dictionary: entriesOf(object as PdfDict),
        data: (object as unknown as { data: Uint8Array }).data,
      };
    case 'number':
    case 'bool':
      return (object as PdfNumber).value;
    default:
      return null;
  }
}

function entriesOf(dict: PdfDict): PdfDictionary {
  return new Map([...dict].map(([name, value]) => [name.value, toValue(value)]));
}

function key(ref: PdfRef): string {
  return `${ref.objectNumber} ${ref.generation}`;
}

function number(value: number): PdfNumber {
  return PdfNumber.of(value);
}
