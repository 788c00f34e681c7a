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
  return canonicalJson({
    line: row.line,
    at: row.at,
    type: row.type,
    actor: row.actor,
    subject: row.subject,
    data: JSON.parse(row.data) as Json,
    previousHash: row.previousHash,
  });
}

/** SHA-256 of the line's canonical form. */
export function hashOf(row: Omit<ChainedRow, 'hash'>): string {
  return sha256Hex(sealedTextOf(row));
}

export type ChainFaultKind = 'changed' | 'removed-or-inserted' | 'cut-tail' | 'unreadable';
export interface ChainFault {
  line: number;
  kind: ChainFaultKind;
}

/**
 * Walks the chain in order and tells every line that does not follow from the one before.
 * `head` is what the separate head row says the last line is.
 */
export function createChainWalk() {
  let previous = { line: 0, hash: genesisHash };
  const faults: ChainFault[] = [];
  return {
    step(row: ChainedRow): void {
      if (row.line !== previous.line + 1 || row.previousHash !== previous.hash) {
        faults.push({ line: row.line, kind: 'removed-or-inserted' });
      }
      const expected = safeHashOf(row);
      if (expected === undefined) faults.push({ line: row.line, kind: 'unreadable' });
      else if (expected !== row.hash) faults.push({ line: row.line, kind: 'changed' });
      previous = { line: row.line, hash: row.hash };
    },
    end(head: { line: number; hash: string } | undefined): {
      lines: number;
      head: string;
      faults: ChainFault[];
    } {
      const expected = head ?? { line: 0, hash: genesisHash };
      if (expected.line !== previous.line || expected.hash !== previous.hash) {
        faults.push({ line: Math.max(expected.line, previous.line), kind: 'cut-tail' });
      }
      return { lines: previous.line, head: previous.hash, faults };
    },
  };
}

function safeHashOf(row: ChainedRow): string | undefined {
  try {
    return hashOf(row);
  } catch {
    return undefined;
  }
}
