import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfString, type PdfRef } from '@libpdf/core';

/** What a signature dictionary and its field say in clear (ISO 32000-1, 12.8.1 and 12.7.4.5). */
export type SignatureFieldContent = {
  fieldName: string;
  /** What assistive technology reads for the field. */
  tooltip: string;
  /** Bytes kept for the CMS. */
  reserved: number;
} & (
  | {
      kind: 'signature';
      signerName: string;
      reason: string;
      /** The claimed time, as a PDF date. */
      claimedTime: string;
    }
  // A document timestamp claims nothing: its token says all (EN 319 142-1, 5.4.3).
  | { kind: 'timestamp' }
);

/** What a verifier will need when the services are gone (EN 319 142-1, 5.4.2), each as DER. */
export interface ValidationData {
  certificates: Uint8Array[];
  ocsps: Uint8Array[];
  crls: Uint8Array[];
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
  const file = await openForAppending(pdf);
  const isTimestamp = content.kind === 'timestamp';
  const signature = file.register(
    PdfDict.of({
      Type: PdfName.of(isTimestamp ? 'DocTimeStamp' : 'Sig'),
      Filter: PdfName.of('Adobe.PPKLite'),
      SubFilter: PdfName.of(isTimestamp ? 'ETSI.RFC3161' : 'ETSI.CAdES.detached'),
      ByteRange: PdfArray.of(number(0), ...[1, 2, 3].map(() => number(offsetPlaceholder))),
      Contents: PdfString.fromBytes(new Uint8Array(content.reserved)),
      ...(isTimestamp
        ? {}
        : {
            M: PdfString.fromString(content.claimedTime),
            Name: PdfString.fromString(content.signerName),
            Reason: PdfString.fromString(content.reason),
          }),
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

/**
 * Appends one revision that holds a document security store. What an earlier store held is referred to
 * again, and nothing that stood is changed but the catalog: the new store is a new object.
 * @throws Error as `appendSignatureField`.
 */
export async function appendSecurityStore(pdf: Uint8Array, data: ValidationData): Promise<Uint8Array> {
  const file = await openForAppending(pdf);
  const catalog = file.getCatalog();
  const resolve = (ref: PdfRef) => file.getObject(ref);
  const earlier = catalog.getDict('DSS', resolve);
  const store = PdfDict.of({ Type: PdfName.of('DSS') });
  for (const [name, blocks] of [
    ['Certs', data.certificates],
    ['OCSPs', data.ocsps],
    ['CRLs', data.crls],
  ] as const) {
    const kept = [...(earlier?.getArray(name, resolve) ?? [])];
    const added = blocks.map((der) => file.createStream({}, der));
    if (kept.length + added.length > 0) store.set(name, PdfArray.of(...kept, ...added));
  }
  catalog.set('DSS', file.register(store));
  return file.save({ incremental: true });
}

async function openForAppending(pdf: Uint8Array): Promise<PDF> {
  const file = await PDF.load(pdf, { lenient: false });
  const blocker = file.isEncrypted ? 'encrypted' : file.canSaveIncrementally();
  if (blocker !== null) throw new Error(`the file cannot be extended by a signature: ${blocker}`);
  return file;
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

function number(value: number): PdfNumber {
  return PdfNumber.of(value);
}
