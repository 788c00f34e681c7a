const shared = new WeakMap<Buffer, Buffer>();
const worthKeeping = 65_536;
// Bytes as characters: the patterns below only look at ASCII.
const byteForByte = 'latin1';

/**
 * A piece of a body in relaxed form (RFC 6376, 3.4.4): no space at the end of a line, one space for many.
 * The piece is whole lines, or is followed by one that begins with CRLF, and ends with no empty line. A
 * big piece (an attachment, shared by a whole campaign) is looked at once, and is itself when nothing changes.
 */
export function relaxedBody(piece: Buffer): Buffer {
  const known = shared.get(piece);
  if (known !== undefined) return known;
  const text = piece.toString(byteForByte);
  const relaxed = text.replace(/[ \t]+(?=\r\n|$)/g, '').replace(/[ \t]+/g, ' ');
  const result = relaxed === text ? piece : Buffer.from(relaxed, byteForByte);
  if (piece.length >= worthKeeping) shared.set(piece, result);
  return result;
}

/** A header field in relaxed form, without its CRLF (RFC 6376, 3.4.2). */
export function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.replace(/^ | $/g, '')}`;
}

/** Every field of a header block in relaxed form, by its name in small letters, the last one first (RFC 6376, 5.4.2). */
export function fieldsOf(headers: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const field of headers.split(/\r\n(?![ \t])/).filter((line) => line !== '')) {
    const relaxed = relaxedField(field);
    const name = relaxed.slice(0, relaxed.indexOf(':'));
    fields.set(name, [relaxed, ...(fields.get(name) ?? [])]);
  }
  return fields;
}
