import type { ReadablePdf } from './pdf-file.ts';
import { invisibleSignature, onlyGainsWidgets } from './signature-revision.ts';
import {
  dictionaryOf,
  nameOf,
  referenceOf,
  referencesIn,
  resolve,
  sameValue,
  type PdfDictionary,
  type PdfValue,
} from './pdf-values.ts';

/** Keys of the catalog that a signature or validation data may add or change. */
const catalogMayChange = new Set(['AcroForm', 'DSS', 'Extensions']);
/** What signing tools also write in the revision of their own signature, none of which is shown on a page. */
const toolsMayChange = { catalog: ['Metadata', 'Perms'], info: new Set(['ModDate', 'Producer']) };
const formMayChange = new Set(['Fields', 'SigFlags', 'DR']);
const dssKeys = new Set(['Type', 'VRI', 'Certs', 'OCSPs', 'CRLs']);
const mostObjects = 200_000;

/**
 * Tells whether `current` shows anything else than what was signed. Only new signatures and timestamps
 * (invisible), and validation data (DSS), may come after a signature; every other object that a reader
 * can reach from the catalog or the information dictionary must be what it was.
 * @param signed the file as it was up to the end of the signed stretch.
 * @param byTool the added revisions are covered by the signature that they bring, not added after it: its
 * tool's own marks are let through (metadata, who produced it, what the signer allows to add).
 */
export function isOnlySignedFurther(
  signed: ReadablePdf,
  current: ReadablePdf,
  { byTool = false } = {},
): boolean {
  if (signed.root !== current.root || current.encrypted) return false;
  if (signed.info !== current.info && !(byTool && signed.info === undefined)) return false;
  const allowed = allowedChanges(signed, current, byTool);
  if (allowed === undefined) return false;
  const pending = [...shownBy(current), ...(current.info === undefined ? [] : [current.info])];
  const seen = new Set(pending);
  while (pending.length > 0) {
    if (seen.size > mostObjects) return false;
    const reference = pending.pop()!;
    const value = current.get(reference);
    if (reference === current.root) continue;
    if (!allowed.has(reference) && !sameValue(signed.get(reference), value)) return false;
    for (const next of referencesIn(value)) {
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(next);
    }
  }
  return true;
}

/**
 * All that the catalog leads to but the validation data, which no reader shows: what is reached from
 * there alone may change, and what is reached from elsewhere too may not.
 */
function shownBy(pdf: ReadablePdf): string[] {
  const catalog = dictionaryOf(pdf.get(pdf.root)) ?? new Map<string, PdfValue>();
  return [...catalog].flatMap(([name, value]) => (name === 'DSS' ? [] : referencesIn(value)));
}

function isValidationData(pdf: ReadablePdf, written: PdfValue | undefined): boolean {
  const data = resolve((reference) => pdf.get(reference), written);
  return data === null || [...(dictionaryOf(data)?.keys() ?? ['none'])].every((name) => dssKeys.has(name));
}

/** The references that may be new or different; undefined when one of those places was misused. */
function allowedChanges(signed: ReadablePdf, current: ReadablePdf, byTool: boolean): Set<string> | undefined {
  const before = dictionaryOf(signed.get(signed.root));
  const after = dictionaryOf(current.get(current.root));
  const mayChange = new Set([...catalogMayChange, ...(byTool ? toolsMayChange.catalog : [])]);
  if (before === undefined || after === undefined || !sameBut(mayChange, before, after)) return undefined;
  if (!isValidationData(current, after.get('DSS'))) return undefined;
  const allowed = new Set([current.root]);
  const isNew = (reference: string) => signed.get(reference) === null;
  for (const [old, own] of [
    [before.get('Metadata'), after.get('Metadata')].map(referenceOf),
    [signed.info, hasSameWords(signed, current) ? current.info : undefined],
  ] as const) {
    if (byTool && own !== undefined && (own === old || isNew(own))) allowed.add(own);
  }
  const forms = [formOf(signed), formOf(current)] as const;
  const formReference = referenceOf(after.get('AcroForm'));
  if (
    formReference !== undefined &&
    !isNew(formReference) &&
    formReference !== referenceOf(before.get('AcroForm'))
  ) {
    return undefined;
  }
  if (formReference !== undefined) allowed.add(formReference);
  if (!sameBut(formMayChange, forms[0], forms[1])) return undefined;
  const listReference = referenceOf(forms[1].get('Fields'));
  if (
    listReference !== undefined &&
    (isNew(listReference) || listReference === referenceOf(forms[0].get('Fields')))
  ) {
    allowed.add(listReference);
  }
  const [oldFields, newFields] = [fieldsOf(signed, forms[0]), fieldsOf(current, forms[1])];
  if (!oldFields.every((field, index) => field === newFields[index])) return undefined;
  if (!mayHaveFonts(signed, forms[0], forms[1], oldFields)) return undefined;
  const added = newFields.slice(oldFields.length);
  for (const field of added) {
    const found = isNew(field) ? invisibleSignature(current, field, isNew) : undefined;
    if (found === undefined) return undefined;
    [field, ...found].forEach((reference) => allowed.add(reference));
  }
  for (const page of added.map((field) => referenceOf(dictionaryOf(current.get(field))?.get('P')))) {
    if (page === undefined || isNew(page) || sameValue(signed.get(page), current.get(page))) continue;
    const list = onlyGainsWidgets(signed, current, page, new Set(added));
    if (list === undefined) return undefined;
    [page, ...list].forEach((reference) => allowed.add(reference));
  }
  allowNew(current, referencesIn(forms[1].get('DR') ?? null), isNew, allowed);
  return allowed;
}

/** Fonts for fields (Poppler adds some): new ones only, in a form that shows nothing but signatures. */
function mayHaveFonts(
  signed: ReadablePdf,
  before: PdfDictionary,
  after: PdfDictionary,
  oldFields: readonly string[],
): boolean {
  if (sameValue(before.get('DR') ?? null, after.get('DR') ?? null)) return true;
  return (
    !before.has('DR') &&
    oldFields.every((field) => nameOf(dictionaryOf(signed.get(field))?.get('FT')) === 'Sig')
  );
}

/** Fonts are new objects only: they can give no new meaning to an old one. */
function allowNew(
  current: ReadablePdf,
  references: string[],
  isNew: (reference: string) => boolean,
  allowed: Set<string>,
): void {
  const pending = [...references];
  while (pending.length > 0 && allowed.size < mostObjects) {
    const reference = pending.pop()!;
    if (allowed.has(reference) || !isNew(reference)) continue;
    allowed.add(reference);
    pending.push(...referencesIn(current.get(reference)));
  }
}

/** The information dictionary says the same of the document: only when and by what it was last written differs. */
function hasSameWords(signed: ReadablePdf, current: ReadablePdf): boolean {
  const wordsOf = (pdf: ReadablePdf) => dictionaryOf(pdf.info === undefined ? null : pdf.get(pdf.info));
  return sameBut(toolsMayChange.info, wordsOf(signed) ?? new Map(), wordsOf(current) ?? new Map());
}

function formOf(pdf: ReadablePdf): PdfDictionary {
  const form = dictionaryOf(pdf.get(pdf.root))?.get('AcroForm');
  return dictionaryOf(resolve((reference) => pdf.get(reference), form)) ?? new Map();
}

function fieldsOf(pdf: ReadablePdf, form: PdfDictionary): string[] {
  const fields = resolve((reference) => pdf.get(reference), form.get('Fields'));
  // A field written in place has no reference: it can match nothing, and is refused as changed.
  return Array.isArray(fields) ? fields.map((field) => referenceOf(field) ?? 'none') : [];
}

function sameBut(exceptions: ReadonlySet<string>, before: PdfDictionary, after: PdfDictionary): boolean {
  const names = new Set([...before.keys(), ...after.keys()].filter((name) => !exceptions.has(name)));
  return [...names].every(
    (name) => before.has(name) && after.has(name) && sameValue(before.get(name)!, after.get(name)!),
  );
}
