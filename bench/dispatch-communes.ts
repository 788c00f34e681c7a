import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const communes = 35_000;
const offices = 106;
const connections = 5;
const memoryAim = 1.5;
// In megabytes: V8 takes whatever nobody refuses it, and what is asked here is what a campaign needs.
const heapLimit = 96;

/** Ten minutes or so: run when it is asked for by name. */
export const dispatchCommunes: Benchmark = {
  name: 'dispatch-communes',
  about: 'processor time of a mail in a campaign to 35 000 recipients, beside a campaign to 106; memory too',
  aim: { bound: 'at most', ratio: 1.2 },
  rounds: 1,
  onDemand: true,

  async prepare(): Promise<Prepared> {
    const memory: Record<number, number> = {};

    async function campaign(count: number, turn: number): Promise<Counts> {
      // Each campaign warms its own process up.
      if (turn === 0) return {};
      const folder = await openTemporaryFolder();
      try {
        const child = join(import.meta.dirname, 'communes-child.ts');
        const { stdout } = await run(process.execPath, [
          `--max-old-space-size=${heapLimit}`,
          '--max-semi-space-size=8',
          child,
          String(count),
          folder.path,
          String(connections),
        ]);
        // Knex says on standard output that a connection was long in coming: while 35 000 offices are written.
        const [last = ''] = stdout.trim().split('\n').slice(-1);
        const told = JSON.parse(last) as Counts & { cpuMsPerMail: number; memoryMb: number };
        memory[count] = Math.max(memory[count] ?? 0, told.memoryMb);
        const ratio = (memory[communes] ?? NaN) / (memory[offices] ?? NaN);
        // What is compared is the cost of one mail, not the time of the campaign.
        return { ...told, ms: told.cpuMsPerMail, ...(ratio > 0 ? { memoryRatio: ratio, memoryAim } : {}) };
      } finally {
        await folder.remove();
      }
    }

    return {
      ours: {
        run: (turn) => campaign(communes, turn),
        facts: { mails: communes, connections, heapLimitMb: heapLimit },
      },
      peer: {
        name: 'the same campaign to 106',
        run: (turn) => campaign(offices, turn),
        facts: { mails: offices, connections },
      },
    };
  },
};
