import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';

/** What the first line has in place of a predecessor's hash. */
export const genesisHash = '0'.repeat(64);

/** The raw content of a line, as stored: `data` is already canonical JSON text. */
export interface ChainedRow {
  line: number;
  at: string;
  type: string;
  actor: string;
  subject: string;
  data: string;
  previousHash: string;
  hash: string;
}

/** The canonical form (RFC 8785) of every field of the line, its predecessor's hash included: what its hash covers. */
export function sealedTextOf(row: Omit<ChainedRow, 'hash'>): string {
  return readLine(row).text;
}

/** SHA-256 of the line's canonical form. */
export function hashOf(row: Omit<ChainedRow, 'hash'>): string {
  return sha256Hex(sealedTextOf(row));
}

/**
 * A line's data, and the canonical form that its hash covers. Data that is stored in its canonical form is
 * put in place as it is, for making it again is most of a verification's time; that it is canonical is
 * proved first, or a text that closes its braces early could stand for another line. Throws on data that is no JSON.
 */
export function readLine(row: Omit<ChainedRow, 'hash'>): { text: string; data: Json; asWritten: boolean } {
  const data = JSON.parse(row.data) as Json;
  const asWritten = isCanonical(row.data, data) || canonicalJson(data) === row.data;
  if (!asWritten || !isPlain(row)) {
    const { line, at, type, actor, subject, previousHash } = row;
    const text = canonicalJson({ line, at, type, actor, subject, data, previousHash });
    return { data, asWritten, text };
  }
  return {
    ...{ data, asWritten },
    text: `{"actor":"${row.actor}","at":"${row.at}","data":${row.data},"line":${row.line},"previousHash":"${row.previousHash}","subject":"${row.subject}","type":"${row.type}"}`,
  };
}

// What JSON writes as it is, between quotes: no escape is needed.
const plain = /^[ !#-[\]-~]*$/;

function isPlain({ line, at, type, actor, subject, previousHash }: Omit<ChainedRow, 'hash'>): boolean {
  return Number.isSafeInteger(line) && plain.test(at + type + actor + subject + previousHash);
}

/**
 * JSON.stringify writes strings, numbers and separators as RFC 8785 asks (it follows ECMAScript), lone surrogates apart;
 * what is left to prove is the order of the names.
 */
function isCanonical(text: string, value: Json): boolean {
  return !text.includes('\\u') && namesAreSorted(value) && JSON.stringify(value) === text;
}

function namesAreSorted(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(namesAreSorted);
  let previous: string | undefined;
  for (const name in value) {
    if (previous !== undefined && previous >= name) return false;
    if (!namesAreSorted(value[name]!)) return false;
    previous = name;
  }
  return true;
}

export type ChainFaultKind = 'changed' | 'removed-or-inserted' | 'cut-tail' | 'unreadable';
export interface ChainFault {
  line: number;
  kind: ChainFaultKind;
}

/**
 * Walks the chain in order and tells every line that does not follow from the one before.
 * `head` is what the separate head row says the last line is; `from` the line before the first that is walked.
 */
export function createChainWalk(from = { line: 0, hash: genesisHash }) {
  let previous: { line: number; hash: string; at?: string } = from;
  const faults: ChainFault[] = [];
  const wentBack: number[] = [];
  return {
    /** Gives the line's data, undefined when it cannot be read. */
    step(row: ChainedRow): Json | undefined {
      if (row.line !== previous.line + 1 || row.previousHash !== previous.hash) {
        faults.push({ line: row.line, kind: 'removed-or-inserted' });
      }
      if (previous.at !== undefined && row.at < previous.at) wentBack.push(row.line);
      previous = { line: row.line, hash: row.hash, at: row.at };
      const read = safeRead(row);
      if (read === undefined) faults.push({ line: row.line, kind: 'unreadable' });
      else if (!read.asWritten || sha256Hex(read.text) !== row.hash)
        faults.push({ line: row.line, kind: 'changed' });
      return read?.data;
    },
    end(head: { line: number; hash: string } | undefined) {
      const expected = head ?? { line: 0, hash: genesisHash };
      if (expected.line !== previous.line || expected.hash !== previous.hash) {
        faults.push({ line: Math.max(expected.line, previous.line), kind: 'cut-tail' });
      }
      // An instant earlier than the one before is a clock that was set: the lines' order is the chain's, not theirs.
      return { lines: previous.line, head: previous.hash, faults, wentBack };
    },
  };
}

function safeRead(row: ChainedRow): ReturnType<typeof readLine> | undefined {
  try {
    return readLine(row);
  } catch {
    return undefined;
  }
}
