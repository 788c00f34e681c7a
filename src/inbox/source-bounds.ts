import { randomBytes } from 'node:crypto';

/**
 * What is parsed at most. Beyond, the message is still kept whole: only its reading is cut. Each line of a
 * text costs the parser far more than a line of base64, which attachments of some size are written in.
 */
export const sourceBounds = {
  text: { bytes: 1024 * 1024, lines: 20_000 },
  base64: { bytes: 24 * 1024 * 1024, lines: 350_000 },
  /** Of all parts together. */
  whole: { bytes: 32 * 1024 * 1024, lines: 40_000 },
  /** What a part keeps all the same once the whole is spent: its header. */
  least: { bytes: 2 * 1024, lines: 30 },
  /** Lines that may be a boundary: no notice has as many, and each costs a node of the tree. */
  delimiters: 1000,
};

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export interface BoundSource {
  bytes: Buffer;
  /** Of a part that was cut, by the mark written in its header: its bytes as encoded, and those that stayed. */
  cutParts: Map<string, { whole: number; kept: number }>;
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
  const cutParts = new Map<string, { whole: number; kept: number }>();
  const limits = new Set<string>();
  const kept: Buffer[] = [];
  const left = { ...sourceBounds.whole };
  let parts = 0;
  // The delimiter before a message inside this one: up to the next like it, all is text to the parser.
  let inside: string | undefined;
  for (let start = 0; start < whole.length;) {
    const next = whole.indexOf('\n--', start);
    const end = next === -1 ? whole.length : next + 1;
    parts += 1;
    if (parts > sourceBounds.delimiters) {
      limits.add('too-many-parts');
      break;
    }
    const segment = whole.subarray(start, end);
    const head = segment.subarray(0, sourceBounds.least.bytes).toString('latin1');
    const delimiter = parts === 1 ? '' : (head.split('\n', 1)[0] ?? '').trim();
    if (inside !== undefined && inside !== '' && delimiter.startsWith(inside)) inside = undefined;
    const isBase64 = inside === undefined && base64Declared.test(head);
    if (inside === undefined && messageDeclared.test(head)) inside = delimiter;
    const { bytes, lines } = isBase64 ? sourceBounds.base64 : sourceBounds.text;
    const { least } = sourceBounds;
    const allowedLines = isBase64 ? lines : Math.max(Math.min(lines, left.lines), least.lines);
    const inBytes = Math.max(Math.min(bytes, left.bytes), least.bytes);
    const cut = endOfLines(segment.subarray(0, inBytes), allowedLines);
    left.bytes -= cut.end;
    if (!isBase64) left.lines -= cut.lines;
    if (cut.end === segment.length) kept.push(segment);
    else {
      limits.add(cut.end === inBytes ? 'too-large' : 'too-many-lines');
      const mark = `${nonce}-${cutParts.size}`;
      const headAt = parts === 1 ? 0 : segment.indexOf(lineFeed) + 1;
      cutParts.set(mark, { whole: segment.length - headAt, kept: cut.end - headAt });
      kept.push(segment.subarray(0, headAt), Buffer.from(`Content-Description: ${mark}\n`));
      kept.push(segment.subarray(headAt, cut.end), Buffer.from('\n'));
    }
    start = end;
  }
  return { bytes: kept.length === 1 ? kept[0]! : Buffer.concat(kept), cutParts, limits: [...limits] };
}

const messageDeclared = /^content-type:\s{0,20}message\/(?:rfc822|global|partial)/im;
const base64Declared = /^content-transfer-encoding:[ \t]{0,20}base64/im;

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

/** Where the last of so many lines ends, and how many there were. */
function endOfLines(bytes: Buffer, most: number): { end: number; lines: number } {
  let end = 0;
  for (let lines = 0; lines < most; lines++) {
    const found = bytes.indexOf(lineFeed, end);
    if (found === -1) return { end: bytes.length, lines };
    end = found + 1;
  }
  return { end, lines: most };
}
