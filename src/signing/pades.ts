import { createHash } from 'node:crypto';
import { buildCms } from './cms.ts';
import type { KeyHolder } from './key-holder.ts';
import { appendSignatureField, offsetPlaceholder, type SignatureFieldContent } from './pdf-appending.ts';

/** Room for a chain, and later for a timestamp, with a wide margin. */
export const reservedBytes = 32 * 1024;

/** Four integers: the two stretches of the file that a signature covers, each as offset and length. */
export type ByteRange = readonly [number, number, number, number];

/** Asks a timestamp authority to vouch for a SHA-256 digest; gives the token (DER), already checked. */
export type Stamp = (digest: Uint8Array) => Promise<Uint8Array>;

/**
 * Signs a PDF at level PAdES B-B, or B-T with `stamp` (EN 319 142-1), by an incremental update: the
 * result is the given bytes, then one revision. Everything is covered but the place of the CMS itself.
 * @param options.at the claimed time, written in the signature dictionary; nothing vouches for it.
 * @throws Error when the file cannot be extended, RangeError when the CMS does not fit in its place,
 * and whatever `stamp` throws.
 */
export async function signPdf(
  pdf: Uint8Array,
  options: {
    holder: KeyHolder;
    signerName: string;
    reason: string;
    at: Date;
    /** May give nothing: the signature then stays at B-B. */
    stamp?: (...asked: Parameters<Stamp>) => Promise<Uint8Array | undefined>;
    reserved?: number;
  },
): Promise<Uint8Array> {
  const { holder, signerName, reason, reserved = reservedBytes } = options;
  const content: SignatureFieldContent = {
    kind: 'signature',
    fieldName: holder.mark === 'seal' ? 'cachet' : 'signature',
    tooltip: reason,
    signerName,
    reason,
    claimedTime: pdfDate(options.at),
    reserved,
  };
  return appendFilled(pdf, content, (digest) => buildCms(digest, holder, options.stamp));
}

/**
 * Appends a document timestamp (ETSI.RFC3161) over the whole file: what turns B-LT into B-LTA, and
 * what renews it.
 * @throws as `signPdf`.
 */
export async function stampPdf(
  pdf: Uint8Array,
  options: { stamp: Stamp; tooltip: string; reserved?: number },
): Promise<Uint8Array> {
  const { stamp, tooltip, reserved = reservedBytes } = options;
  return appendFilled(pdf, { kind: 'timestamp', fieldName: 'horodatage', tooltip, reserved }, stamp);
}

async function appendFilled(
  pdf: Uint8Array,
  content: SignatureFieldContent,
  sign: (digest: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { reserved } = content;
  const prepared = Buffer.from(await appendSignatureField(pdf, content));
  if (!prepared.subarray(0, pdf.length).equals(pdf)) throw new Error('the signed bytes were rewritten');
  const contents = placeOfContents(prepared, pdf.length, reserved);
  const after = contents + 2 * reserved + 2;
  const range: ByteRange = [0, contents, after, prepared.length - after];
  writeByteRange(prepared, pdf.length, range);
  const cms = await sign(digestOf(prepared, range));
  if (cms.length > reserved) {
    throw new RangeError(`a CMS of ${cms.length} bytes does not fit in the ${reserved} reserved`);
  }
  prepared.write(Buffer.from(cms).toString('hex'), contents + 1, 'latin1');
  return new Uint8Array(prepared);
}

/** SHA-256 (or the one named) of the two stretches. */
export function digestOf(pdf: Uint8Array, range: ByteRange, algorithm = 'sha256'): Uint8Array {
  const [offset, length, nextOffset, nextLength] = range;
  return createHash(algorithm)
    .update(pdf.subarray(offset, offset + length))
    .update(pdf.subarray(nextOffset, nextOffset + nextLength))
    .digest();
}

/** Where `<` opens the placeholder: a run of zeros that long stands nowhere else in the new revision. */
function placeOfContents(pdf: Buffer, from: number, reserved: number): number {
  const found = pdf.indexOf(`<${'0'.repeat(2 * reserved)}>`, from, 'latin1');
  if (found < 0) throw new Error('the place of the signature was not found');
  return found;
}

function writeByteRange(pdf: Buffer, from: number, range: ByteRange): void {
  const placeholder = `[0 ${Array(3).fill(offsetPlaceholder).join(' ')}]`;
  const found = pdf.indexOf(placeholder, from, 'latin1');
  if (found < 0) throw new Error('the place of the byte range was not found');
  pdf.write(`[${range.join(' ')}]`.padEnd(placeholder.length), found, 'latin1');
}

/** `D:20261207133000+00'00'` (ISO 32000-1, 7.9.4). */
function pdfDate(instant: Date): string {
  const digits = instant.toISOString().replace(/\D/g, '').slice(0, 14);
  return `D:${digits}+00'00'`;
}
