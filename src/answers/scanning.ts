import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { Antivirus, Verdict } from './clamd.ts';
import { findRequest } from './requests-store.ts';
import { findContent, listAnswers } from './returned-store.ts';
import { listDueScans, markScanEnded, markScanPutOff, type DueScan } from './scans-store.ts';

const minute = 60_000;
/** How long after a first failure a file is asked about again. */
export const firstRetryMs = minute;
/** Twice as long each time, up to an hour: an antivirus that is away comes back one day. */
const mostWaitMs = 60 * minute;

/** Asks again about the files of which the antivirus said nothing when they came. */
export function createScanning(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  antivirus: Antivirus | undefined;
}) {
  const { database, readDatabase, journal, clock, antivirus } = deps;

  async function record({ answerId, tries }: DueScan, verdict: Verdict): Promise<void> {
    const at = instantOf(clock);
    if (verdict.state === 'unscanned') {
      const wait = Math.min(firstRetryMs * 2 ** tries, mostWaitMs);
      const dueAt = new Date(clock.now().getTime() + wait).toISOString();
      await markScanPutOff(database, { answerId, tries, reason: verdict.reason, dueAt, at });
      return;
    }
    const reason = verdict.state === 'infected' ? verdict.found : '';
    await database.transaction(async (transaction) => {
      if (!(await markScanEnded(transaction, { answerId, state: verdict.state, reason, at }))) return;
      const [answer] = await listAnswers(transaction, { id: answerId });
      if (answer === undefined) return;
      const { requestId, territoryId: territory, officeId: office } = answer;
      const instruction = (await findRequest(transaction, requestId))?.instructionId ?? '';
      await journal.append(transaction, {
        type: 'return.analysed',
        actor: 'system',
        subject: `instruction:${instruction}`,
        data: {
          instruction,
          request: requestId,
          territory,
          office,
          answer: answerId,
          outcome: verdict.state,
        },
      });
    });
  }

  return {
    /** Does nothing where no antivirus is configured. One that does not answer is left alone until the next round. */
    async scanDue(): Promise<void> {
      if (antivirus === undefined) return;
      for (const due of await listDueScans(readDatabase, instantOf(clock))) {
        const bytes = await findContent(readDatabase, due.answerId);
        const verdict = await antivirus.scan(bytes ?? new Uint8Array());
        await record(due, verdict);
        if (verdict.state === 'unscanned') return;
      }
    },
  };
}
