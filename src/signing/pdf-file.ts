import {
  PDF,
  PdfRef,
  PdfString,
  type PdfArray,
  type PdfDict,
  type PdfName,
  type PdfNumber,
  type PdfObject,
} from '@libpdf/core';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';

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
