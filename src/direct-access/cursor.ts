/** The key of a row, as an opaque text that an address carries. */
export function cursorOf(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key that a cursor carries, of so many parts; undefined for what is none of ours. */
export function readCursor(cursor: string, parts: number): string[] | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isKey =
      Array.isArray(read) && read.length === parts && read.every((each) => typeof each === 'string');
    return isKey ? (read as string[]) : undefined;
  } catch {
    return undefined;
  }
}
