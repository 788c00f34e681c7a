import { namesAround } from './pdf-tokens.ts';
import type { ByteRange } from './pades.ts';

const openHex = 0x3c;
const closeHex = 0x3e;

/**
 * What is wrong with where a signature stands (keys of French sentences): it must cover the file from
 * its first byte to the end of a revision, all but its own `/Contents`, and stand in a dictionary
 * where every reader sees the same `/Contents` and the same `/ByteRange`.
 */
export function byteRangeProblems(pdf: Uint8Array, range: ByteRange, contents: Uint8Array): string[] {
  const [offset, length, nextOffset, nextLength] = range;
  const isSound =
    range.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    offset === 0 &&
    length > 0 &&
    nextOffset > length + 1 &&
    nextLength > 0 &&
    nextOffset + nextLength <= pdf.length;
  if (!isSound) return ['signing.problem.byte-range'];
  const problems = [];
  if (!isHexadecimalOf(pdf.subarray(length, nextOffset), contents)) problems.push('signing.problem.gap');
  const names = namesAround(pdf, length);
  if (names === undefined || count(names, 'Contents') !== 1 || count(names, 'ByteRange') !== 1) {
    problems.push('signing.problem.several-contents');
  }
  if (
    !/%%EOF\s*$/.test(
      Buffer.from(pdf.subarray(nextOffset, nextOffset + nextLength).slice(-16)).toString('latin1'),
    )
  ) {
    problems.push('signing.problem.byte-range');
  }
  return problems;
}

/** The gap holds the hexadecimal string and nothing else: no byte escapes both the digest and the CMS. */
function isHexadecimalOf(gap: Uint8Array, contents: Uint8Array): boolean {
  if (gap[0] !== openHex || gap.at(-1) !== closeHex || gap.length !== 2 * contents.length + 2) return false;
  const written = Buffer.from(gap.subarray(1, -1)).toString('latin1').toLowerCase();
  return written === Buffer.from(contents).toString('hex');
}

function count(names: readonly string[], wanted: string): number {
  return names.filter((name) => name === wanted).length;
}
