import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import {
  createChainWalk,
  genesisHash,
  hashOf,
  sealedTextOf,
  type ChainedRow,
  type ChainFault,
} from './chain.ts';
import type { JournalEvent, JournalLine } from './event.ts';
import { countLines, findHead, insertLines, listLines, lockHead, type LineQuery } from './journal-store.ts';

export type { JournalEvent, JournalEventType, JournalLine } from './event.ts';
export type { ChainFault } from './chain.ts';
export { lineInWords, userIdsIn, type Names } from './sentences.ts';

export type Journal = ReturnType<typeof createJournal>;

export interface JournalReport {
  lines: number;
  /** Hash of the last line: what an outside anchor would keep. */
  head: string;
  valid: boolean;
  faults: ChainFault[];
}

const pageSize = 1000;

/** What a line's hash covers, to the byte, and the hash that these bytes give now. */
export function sealOf(line: JournalLine): { text: string; hash: string } {
  const row = { ...line, data: JSON.stringify(line.data) };
  return { text: sealedTextOf(row), hash: hashOf(row) };
}

/**
 * The append-only, hash-chained journal.
 * `readDatabase` is a second, read-only connection: a verification must never stall the pages.
 */
export function createJournal(deps: { clock: Clock; readDatabase: Knex }) {
  const { clock, readDatabase } = deps;
  return {
    /** Appends events in the caller's transaction, so that a state and its line are one commit. */
    async append(transaction: Knex.Transaction, ...events: JournalEvent[]): Promise<void> {
      let head = (await lockHead(transaction)) ?? { line: 0, hash: genesisHash };
      const rows: ChainedRow[] = [];
      for (const event of events) {
        const unsealed = {
          line: head.line + 1,
          at: instantOf(clock),
          type: event.type,
          actor: event.actor,
          subject: event.subject,
          data: canonicalJson(event.data as unknown as Json),
          previousHash: head.hash,
        };
        const row = { ...unsealed, hash: hashOf(unsealed) };
        rows.push(row);
        head = { line: row.line, hash: row.hash };
      }
      await insertLines(transaction, rows);
    },

    /** Recomputes the whole chain and tells every line that was changed, removed or inserted. */
    async verify(): Promise<JournalReport> {
      // The head is read first: lines appended during the walk are not part of this verification.
      const expected = await findHead(readDatabase);
      const walk = createChainWalk();
      let afterLine = 0;
      for (;;) {
        const rows = await listLines(readDatabase, { afterLine, limit: pageSize });
        const known = rows.filter((row) => expected !== undefined && row.line <= expected.line);
        for (const row of known) walk.step(row);
        const last = known.at(-1);
        if (last === undefined || known.length < rows.length) break;
        afterLine = last.line;
      }
      const { lines, head, faults } = walk.end(expected);
      const [beyond] = await listLines(readDatabase, { afterLine: expected?.line ?? 0, limit: 1 });
      if (beyond !== undefined && (await findHead(readDatabase))?.line === expected?.line) {
        faults.push({ line: beyond.line, kind: 'removed-or-inserted' });
      }
      return { lines, head, valid: faults.length === 0, faults };
    },

    /**
     * The lines about the given subjects (`kind:id`) and of the given types, oldest first; every line when
     * none is given. At most `limit` of them, 1 000 by default.
     */
    async list(query: LineQuery & { limit?: number } = {}): Promise<JournalLine[]> {
      const rows = await listLines(readDatabase, { ...query, limit: query.limit ?? pageSize });
      return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }) as unknown as JournalLine);
    },

    /** How many lines speak of the given subjects (`kind:id`). */
    count: (query: { subjects: string[] }): Promise<number> => countLines(readDatabase, query),
  };
}
