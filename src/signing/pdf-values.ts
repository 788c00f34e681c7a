/** A PDF object, free of any library: what the verification reasons on. */
export type PdfValue =
  | null
  | boolean
  | number
  | { name: string }
  | { string: Uint8Array }
  | { reference: string }
  | PdfValue[]
  /** A dictionary, or a stream when there is `data` (as it stands in the file, still encoded). */
  | { dictionary: PdfDictionary; data?: Uint8Array };

export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** Follows references until something else. A loop of references is nothing. */
export function resolve(get: (reference: string) => PdfValue, value: PdfValue | undefined): PdfValue {
  let current = value ?? null;
  for (let hops = 0; hops < 10; hops++) {
    const reference = referenceOf(current);
    if (reference === undefined) return current;
    current = get(reference);
  }
  return null;
}

export function dictionaryOf(value: PdfValue | undefined): PdfDictionary | undefined {
  return isObject(value) && 'dictionary' in value ? value.dictionary : undefined;
}

export function referenceOf(value: PdfValue | undefined): string | undefined {
  return isObject(value) && 'reference' in value ? value.reference : undefined;
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return isObject(value) && 'name' in value ? value.name : undefined;
}

export function bytesOf(value: PdfValue | undefined): Uint8Array | undefined {
  return isObject(value) && 'string' in value ? value.string : undefined;
}

/** The references that a value holds, however deep, itself included. */
export function referencesIn(value: PdfValue): string[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if ('reference' in value) return [value.reference];
  return 'dictionary' in value ? [...value.dictionary.values()].flatMap(referencesIn) : [];
}

export function sameValue(a: PdfValue, b: PdfValue): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index]!))
    );
  }
  if ('name' in a) return 'name' in b && a.name === b.name;
  if ('reference' in a) return 'reference' in b && a.reference === b.reference;
  if ('string' in a) return 'string' in b && sameBytes(a.string, b.string);
  return 'dictionary' in b && sameBytes(a.data, b.data) && sameEntries(a.dictionary, b.dictionary);
}

function sameEntries(a: PdfDictionary, b: PdfDictionary): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.has(name) && sameValue(value, b.get(name)!));
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);
}

function isObject(value: PdfValue | undefined): value is Exclude<PdfValue, null | boolean | number> {
  return typeof value === 'object' && value !== null;
}
