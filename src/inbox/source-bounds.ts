import { randomBytes } from 'node:crypto';

/** What is parsed at most. Beyond, the message is still kept whole: only its reading is cut. */
export const sourceBounds = {
  /** A part's bytes as encoded, then all of them. */
  part: 8 * 1024 * 1024,
  whole: 24 * 1024 * 1024,
  /** What a part keeps once the whole is spent: its header. */
  partHead: 4 * 1024,
  /** Lines that may be a boundary: no notice has as many, and each costs a node of the tree. */
  delimiters: 2000,
  lines: 500_000,
};

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export interface BoundSource {
  bytes: Buffer;
  /** Of a part that was cut, by the mark written in its header: its bytes as encoded. */
  cutParts: Map<string, number>;
  limits: string[];
}

/**
 * Cuts a message down to what can be parsed in a known time. Parts are cut one by one, from one line that
 * begins with two hyphens to the next, so that an attachment of 40 MB costs neither the text before it nor
 * the notice after it. A part that is cut gets a Content-Description that nobody can have guessed: the
 * parser hands it on, and it says which attachment was cut.
 */
export function boundSource(source: Uint8Array): BoundSource {
  const whole = withLineFeeds(Buffer.from(source.buffer, source.byteOffset, source.byteLength));
  const nonce = randomBytes(9).toString('hex');
  const cutParts = new Map<string, number>();
  const limits = new Set<string>();
  const kept: Buffer[] = [];
  let spent = 0;
  let parts = 0;
  for (let start = 0; start < whole.length;) {
    const next = whole.indexOf('\n--', start);
    const end = next === -1 ? whole.length : next + 1;
    parts += 1;
    if (parts > sourceBounds.delimiters) {
      limits.add('too-many-parts');
      break;
    }
    const allowed = Math.max(Math.min(sourceBounds.part, sourceBounds.whole - spent), sourceBounds.partHead);
    const size = end - start;
    if (size <= allowed) {
      kept.push(whole.subarray(start, end));
      spent += size;
    } else {
      limits.add('too-large');
      const mark = `${nonce}-${cutParts.size}`;
      const headAt = parts === 1 ? start : whole.indexOf(lineFeed, start) + 1;
      cutParts.set(mark, start + size - headAt);
      kept.push(
        whole.subarray(start, headAt),
        Buffer.from(`Content-Description: ${mark}\n`),
        whole.subarray(headAt, start + allowed),
        Buffer.from('\n'),
      );
      spent += allowed;
    }
    start = end;
  }
  const bytes = kept.length === 1 ? kept[0]! : Buffer.concat(kept);
  const last = endOfLine(bytes, sourceBounds.lines);
  if (last < bytes.length) limits.add('too-many-lines');
  return { bytes: bytes.subarray(0, last), cutParts, limits: [...limits] };
}

/** Some hand over lines that end with a carriage return alone: every reader of RFC 5322 sees one line. */
function withLineFeeds(source: Buffer): Buffer {
  const head = source.subarray(0, 64 * 1024);
  if (head.includes(lineFeed) || !head.includes(carriageReturn)) return source;
  const copy = Buffer.from(source);
  for (let at = copy.indexOf(carriageReturn); at !== -1; at = copy.indexOf(carriageReturn, at + 1)) {
    copy[at] = lineFeed;
  }
  return copy;
}

/** Where line `count` ends. */
function endOfLine(bytes: Buffer, count: number): number {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const found = bytes.indexOf(lineFeed, end);
    if (found === -1) return bytes.length;
    end = found + 1;
  }
  return end;
}
