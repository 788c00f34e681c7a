import { decodeText, type ReadablePdf } from './pdf-file.ts';
import { bytesOf, dictionaryOf, nameOf, referenceOf, resolve, type PdfDictionary } from './pdf-values.ts';

/** A field that holds a signature, and what its dictionary claims; nothing here is verified. */
export interface SignatureField {
  fieldReference: string | undefined;
  valueReference: string | undefined;
  subFilter: string | undefined;
  byteRange: number[];
  contents: Uint8Array | undefined;
  claimedName: string | undefined;
  reason: string | undefined;
  claimedTime: Date | undefined;
}

const mostFields = 2000;

/** Every signed signature field that the document's form leads to, in the form's order. */
export function listSignatureFields(pdf: ReadablePdf): SignatureField[] {
  const get = (reference: string) => pdf.get(reference);
  const form = dictionaryOf(resolve(get, dictionaryOf(pdf.get(pdf.root))?.get('AcroForm')));
  const pending = [{ value: form?.get('Fields') ?? null, type: undefined as string | undefined }];
  const found: SignatureField[] = [];
  const seen = new Set<string>();
  for (let visited = 0; pending.length > 0 && visited < mostFields; visited++) {
    const { value, type: inherited } = pending.shift()!;
    const reference = referenceOf(value);
    if (reference !== undefined && seen.has(reference)) continue;
    if (reference !== undefined) seen.add(reference);
    const target = resolve(get, value);
    if (Array.isArray(target)) {
      pending.push(...target.map((item) => ({ value: item, type: inherited })));
      continue;
    }
    const field = dictionaryOf(target);
    if (field === undefined) continue;
    const type = nameOf(resolve(get, field.get('FT'))) ?? inherited;
    if (field.has('Kids')) pending.push({ value: field.get('Kids')!, type });
    const signature = dictionaryOf(resolve(get, field.get('V')));
    if (type === 'Sig' && signature !== undefined) {
      found.push(readField(get, reference, referenceOf(field.get('V')), signature));
    }
  }
  return found;
}

function readField(
  get: ReadablePdf['get'],
  fieldReference: string | undefined,
  valueReference: string | undefined,
  signature: PdfDictionary,
): SignatureField {
  const at = (name: string) => resolve(get, signature.get(name));
  const range = at('ByteRange');
  return {
    fieldReference,
    valueReference,
    subFilter: nameOf(at('SubFilter')),
    byteRange: Array.isArray(range) ? range.map((value) => (typeof value === 'number' ? value : NaN)) : [],
    contents: bytesOf(at('Contents')),
    claimedName: decodeText(bytesOf(at('Name'))),
    reason: decodeText(bytesOf(at('Reason'))),
    claimedTime: readPdfDate(decodeText(bytesOf(at('M')))),
  };
}

/** A PDF date (ISO 32000-1, 7.9.4); without a time zone it is read as UTC. */
export function readPdfDate(text: string | undefined): Date | undefined {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'(\d\d)'?)?/.exec(text ?? '');
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
  const zone = sign === undefined ? 'Z' : `${sign}${zoneHours}:${zoneMinutes}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
