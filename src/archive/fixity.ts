import type { Knex } from 'knex';
import { listStatementsAfter } from '../dispatch/dispatch.ts';
import { listDocumentsAfter, recogniseDocument, type Recognised } from '../drafts/instructions.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import { listPastCircularFilesAfter } from '../past-circulars/past-circulars.ts';

/** The journal's subject under which every check of the kept documents is written. */
const subject = 'archive:documents';

// Once a day: a disk that lies is known the day after, and the journal holds one line a day for it.
const everyMs = 24 * 3_600_000;
const documentsAtOnce = 20;
// What came from elsewhere may weigh a hundred megabytes each.
const pastFilesAtOnce = 2;
// Three years of checks: how far back one looks for the day when a document changed.
const mostChecks = 1100;

interface FixityReport {
  /** When (ISO 8601), how many documents were read, and the hashes of those whose bytes are not theirs any more. */
  at: string;
  documents: number;
  altered: string[];
}

/** A document whose bytes are not theirs any more. */
export interface Alteration {
  sha256: string;
  /** Which document it is; null when it is none of an instruction's. */
  document: Recognised | null;
  /** The check that first found it so (ISO 8601), and the last that found it whole, if there is one. */
  since: string;
  wholeAt: string | undefined;
}

export interface FixityDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
}

/**
 * Reads every frozen and signed document again, every dispatch's statement and every past circular's file, and compares
 * its bytes with the hash under which it is kept. The triggers refuse a change; this finds what went round them: a disk,
 * a restored copy, a hand.
 */
export function createFixity(deps: FixityDeps) {
  const { database, readDatabase, journal, clock, log } = deps;

  /** The last checks, newest first. */
  async function listChecks(limit: number): Promise<FixityReport[]> {
    const lines = await journal.list({ subjects: [subject], newestFirst: true, limit });
    return lines.flatMap((line) => {
      if (line.type !== 'archive.documents-checked') return [];
      const { documents, altered } = line.data;
      return [{ at: line.at, documents, altered: altered === '' ? [] : altered.split(' ') }];
    });
  }

  async function lastCheck(): Promise<FixityReport | undefined> {
    return (await listChecks(1))[0];
  }

  async function checkAll(
    list: typeof listDocumentsAfter,
    atOnce = documentsAtOnce,
  ): Promise<Omit<FixityReport, 'at'>> {
    const altered: string[] = [];
    let count = 0;
    let after = '';
    for (;;) {
      const page = await list(readDatabase, after, atOnce);
      for (const { sha256, bytes } of page) if (sha256Hex(bytes) !== sha256) altered.push(sha256);
      count += page.length;
      after = page.at(-1)?.sha256 ?? after;
      if (page.length < atOnce) return { documents: count, altered };
    }
  }

  async function check(): Promise<Omit<FixityReport, 'at'>> {
    const acts = await checkAll(listDocumentsAfter);
    const statements = await checkAll(listStatementsAfter);
    const past = await checkAll(listPastCircularFilesAfter, pastFilesAtOnce);
    return {
      documents: acts.documents + statements.documents + past.documents,
      altered: [...acts.altered, ...statements.altered, ...past.altered],
    };
  }

  return {
    lastCheck,

    /** The documents that the last check found altered, each with the checks that frame when it happened. */
    async alterations(): Promise<Alteration[]> {
      const last = await lastCheck();
      if (last === undefined || last.altered.length === 0) return [];
      const checks = await listChecks(mostChecks);
      return Promise.all(
        last.altered.map(async (sha256) => {
          const whole = checks.findIndex(({ altered }) => !altered.includes(sha256));
          const first = checks[whole === -1 ? checks.length - 1 : whole - 1] ?? last;
          const document = await recogniseDocument(readDatabase, [sha256]);
          return { sha256, document, since: first.at, wholeAt: checks[whole]?.at };
        }),
      );
    },

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
