import type { Knex } from 'knex';
import { listDocumentsAfter } from '../drafts/instructions.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';

/** The journal's subject under which every check of the kept documents is written. */
const subject = 'archive:documents';

// Once a day: a disk that lies is known the day after, and the journal holds one line a day for it.
const everyMs = 24 * 3_600_000;
const documentsAtOnce = 20;

export interface FixityReport {
  /** When (ISO 8601), how many documents were read, and the hashes of those whose bytes are not theirs any more. */
  at: string;
  documents: number;
  altered: string[];
}

export interface FixityDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
}

/**
 * Reads every frozen and signed document again and compares its bytes with the hash under which it is
 * kept. The triggers refuse a change; this finds what went round them: a disk, a restored copy, a hand.
 */
export function createFixity(deps: FixityDeps) {
  const { database, readDatabase, journal, clock, log } = deps;

  async function lastCheck(): Promise<FixityReport | undefined> {
    const [line] = await journal.list({ subjects: [subject], newestFirst: true, limit: 1 });
    if (line?.type !== 'archive.documents-checked') return undefined;
    const { documents: count, altered } = line.data;
    return { at: line.at, documents: count, altered: altered === '' ? [] : altered.split(' ') };
  }

  async function check(): Promise<Omit<FixityReport, 'at'>> {
    const altered: string[] = [];
    let count = 0;
    let after = '';
    for (;;) {
      const page = await listDocumentsAfter(readDatabase, after, documentsAtOnce);
      for (const { sha256, bytes } of page) if (sha256Hex(bytes) !== sha256) altered.push(sha256);
      count += page.length;
      after = page.at(-1)?.sha256 ?? after;
      if (page.length < documentsAtOnce) return { documents: count, altered };
    }
  }

  return {
    lastCheck,

    /** Checks every document now, whatever the last check was, and writes the result in the journal. */
    async checkNow(): Promise<Omit<FixityReport, 'at'>> {
      const result = await check();
      await database.transaction((trx) =>
        journal.append(trx, {
          type: 'archive.documents-checked',
          actor: 'system',
          subject,
          data: { documents: result.documents, altered: result.altered.join(' ') },
        }),
      );
      if (result.altered.length > 0)
        log.error({ altered: result.altered }, 'kept documents are not what they were');
      return result;
    },

    /** For a worker's rounds: checks when the last check is a day old, or there was none. */
    async checkWhenDue(): Promise<void> {
      const last = await lastCheck();
      if (last !== undefined && clock.now().getTime() - Date.parse(last.at) < everyMs) return;
      await this.checkNow();
    },
  };
}

export type Fixity = ReturnType<typeof createFixity>;
