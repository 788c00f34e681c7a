import type { ReadablePdf } from './pdf-file.ts';
import { dictionaryOf, nameOf, referenceOf, resolve, sameValue, type PdfDictionary } from './pdf-values.ts';

/** All that an invisible signature field may say; no action, and no appearance but an empty one. */
const fieldKeys = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'V',
  'F',
  'P',
  'Rect',
  'Ff',
  'M',
  'DA',
  'Border',
  'AP',
  'AS',
]);

/**
 * The references that a new signature field brings along (its signature, its empty appearance), all of
 * them new objects; undefined when the field is anything else, or can be seen.
 */
export function invisibleSignature(
  pdf: ReadablePdf,
  field: string,
  isNew: (reference: string) => boolean,
): string[] | undefined {
  const dictionary = dictionaryOf(pdf.get(field));
  const get = (wanted: string) => pdf.get(wanted);
  if (dictionary === undefined || nameOf(dictionary.get('FT')) !== 'Sig') return undefined;
  if (![...dictionary.keys()].every((name) => fieldKeys.has(name))) return undefined;
  const rectangle = resolve(get, dictionary.get('Rect'));
  const isNowhere = Array.isArray(rectangle) && rectangle.every((value) => value === 0);
  if (rectangle !== null && !isNowhere) return undefined;
  const value = referenceOf(dictionary.get('V'));
  if (value === undefined || !isNew(value)) return undefined;
  const appearance = emptyAppearance(pdf, dictionary, isNew);
  return appearance === undefined ? undefined : [value, ...appearance];
}

/** Poppler gives an invisible field an appearance without a single byte of drawing. */
function emptyAppearance(
  pdf: ReadablePdf,
  field: PdfDictionary,
  isNew: (reference: string) => boolean,
): string[] | undefined {
  const written = field.get('AP');
  if (written === undefined) return [];
  const appearance = dictionaryOf(written);
  const normal = referenceOf(appearance?.get('N'));
  if (appearance?.size !== 1 || normal === undefined || !isNew(normal)) return undefined;
  const stream = pdf.get(normal);
  const isEmpty =
    typeof stream === 'object' && stream !== null && 'data' in stream && stream.data?.length === 0;
  return isEmpty ? [normal] : undefined;
}

/**
 * Whether a page changed by nothing but the new signature fields in its list of annotations.
 * @returns the references that may differ for it (the list, when it stands apart); undefined otherwise.
 */
export function onlyGainsWidgets(
  signed: ReadablePdf,
  current: ReadablePdf,
  page: string,
  added: ReadonlySet<string>,
): string[] | undefined {
  const [before, after] = [dictionaryOf(signed.get(page)), dictionaryOf(current.get(page))];
  if (before === undefined || after === undefined) return undefined;
  const names = new Set([...before.keys(), ...after.keys()]);
  names.delete('Annots');
  const isSame = [...names].every(
    (name) => before.has(name) && after.has(name) && sameValue(before.get(name)!, after.get(name)!),
  );
  if (!isSame) return undefined;
  const [oldList, newList] = [annotationsOf(signed, before), annotationsOf(current, after)];
  if (!oldList.every((value, index) => sameValue(value, newList[index] ?? null))) return undefined;
  if (!newList.slice(oldList.length).every((value) => added.has(referenceOf(value) ?? ''))) return undefined;
  const list = referenceOf(after.get('Annots'));
  if (list === undefined) return [];
  const isItsOwn = list === referenceOf(before.get('Annots')) || signed.get(list) === null;
  return isItsOwn ? [list] : undefined;
}

function annotationsOf(pdf: ReadablePdf, page: PdfDictionary) {
  const list = resolve((reference) => pdf.get(reference), page.get('Annots'));
  return Array.isArray(list) ? list : [];
}
