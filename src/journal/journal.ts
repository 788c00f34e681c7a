import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { AppError } from '../kernel/errors.ts';
import {
  createChainWalk,
  genesisHash,
  hashOf,
  sealedTextOf,
  type ChainedRow,
  type ChainFault,
} from './chain.ts';
import type { JournalEvent, JournalLine } from './event.ts';
import {
  countLines,
  findHead,
  insertLines,
  listLines,
  lockHead,
  readStanding,
  type LineQuery,
} from './journal-store.ts';

export type { JournalEvent, JournalEventType, JournalLine } from './event.ts';
export type { ChainFault, ChainFaultKind } from './chain.ts';
export { lineInWords, userIdsIn, type Names } from './sentences.ts';

export type Journal = ReturnType<typeof createJournal>;

export interface JournalReport {
  lines: number;
  /** Hash of the last line: what an outside anchor would keep. */
  head: string;
  valid: boolean;
  faults: ChainFault[];
  /** Lines whose instant is earlier than that of the line before: the clock was set back. */
  wentBack: number[];
}

export interface VerifyOptions {
  /** The first line to compute; the hash of the one before is taken as it stands. */
  since?: number | undefined;
  /** What is read, such as a snapshot that other tables are read from too. */
  from?: Knex;
  /** Called with each line, in order, from the very first: those before `since` are read and not computed. */
  onLine?(line: JournalLine): void;
}

const pageSize = 1000;
const linesAtOnce = 2000;
/** Two machines' clocks lie a little apart; further back than this, somebody set one. */
const clockToleranceMs = 60_000;

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

  /** A clock that went back is said in the chain, before the line that shows it. */
  function clockEvents(previous: { at: string } | undefined): JournalEvent[] {
    if (previous === undefined) return [];
    if (Date.parse(previous.at) - clock.now().getTime() <= clockToleranceMs) return [];
    return [
      {
        ...{ type: 'journal.clock-went-back', actor: 'system', subject: 'journal:chain' },
        data: { previousAt: previous.at },
      },
    ];
  }

  return {
    /**
     * Appends events in the caller's transaction, so that a state and its line are one commit.
     * @throws AppError `unavailable` when the chain is not what its head says: nothing is written any more, and
     * the caller's transaction is undone, until a person has looked.
     */
    async append(transaction: Knex.Transaction, ...events: JournalEvent[]): Promise<void> {
      const standing = await lockHead(transaction);
      if (standing === 'moved') {
        throw new AppError('unavailable', 'the journal is not what its head says: nothing is written', {
          messageKey: 'journal.halted',
        });
      }
      let head: { line: number; hash: string } = standing ?? { line: 0, hash: genesisHash };
      const rows: ChainedRow[] = [];
      for (const event of [...clockEvents(standing), ...events]) {
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

    /** The last line, undefined before the first; `moved` when the chain is not what its head says. */
    standing: (from: Knex = readDatabase) => readStanding(from),

    /** Recomputes the chain, whole or since a line, and tells every line that was changed, removed or inserted. */
    async verify({ since = 1, from = readDatabase, onLine }: VerifyOptions = {}): Promise<JournalReport> {
      // The head is read first: lines appended during the walk are not part of this verification.
      const expected = await findHead(from);
      const [before] = since <= 1 ? [] : await listLines(from, { afterLine: since - 2, limit: 1 });
      const walk = createChainWalk(before);
      const afterLine = onLine === undefined ? (before?.line ?? 0) : 0;
      // The next lines are on their way while these are computed.
      let coming = listLines(from, { afterLine, limit: linesAtOnce });
      for (;;) {
        const rows = await coming;
        const known = rows.filter((row) => expected !== undefined && row.line <= expected.line);
        const last = known.at(-1);
        const isLast = last === undefined || known.length < rows.length;
        if (!isLast) coming = listLines(from, { afterLine: last.line, limit: linesAtOnce });
        for (const row of known) {
          const data = row.line > (before?.line ?? 0) ? walk.step(row) : dataOf(row);
          if (data !== undefined) onLine?.({ ...row, data } as unknown as JournalLine);
        }
        if (isLast) break;
      }
      const { lines, head, faults, wentBack } = walk.end(expected);
      const [beyond] = await listLines(from, { afterLine: expected?.line ?? 0, limit: 1 });
      if (beyond !== undefined && (await findHead(from))?.line === expected?.line) {
        faults.push({ line: beyond.line, kind: 'removed-or-inserted' });
      }
      return { lines, head, valid: faults.length === 0, faults, wentBack };
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

function dataOf(row: ChainedRow): unknown {
  try {
    return JSON.parse(row.data);
  } catch {
    return undefined;
  }
}
