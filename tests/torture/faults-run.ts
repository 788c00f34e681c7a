import { cells, faults, stages, type FaultName } from '../mail/fault-matrix.ts';
import { certificateFor } from '../mail/server-certificate.ts';
import { runLedgerFault } from './ledger-faults.ts';

/** Every stage × every fault through the whole ledger; prints the two states and the copies of each. Gives the exit code. */
export async function runFaultTorture(): Promise<number> {
  const tls = certificateFor('127.0.0.1');
  const names = Object.keys(faults) as FaultName[];
  const wide = (text: string) => text.padEnd(21);
  let failures = 0;
  for (const extensions of [[], ['PIPELINING']]) {
    console.log(
      `\n${extensions.join('') || 'no PIPELINING'}: while the server is ill → once it is well (mails that it took)`,
    );
    console.log(wide('') + names.map(wide).join(''));
    for (const stage of stages) {
      let line = wide(stage);
      const problems: string[] = [];
      for (const cell of cells.filter((candidate) => candidate.stage === stage)) {
        const report = await runLedgerFault(cell, { extensions, tls });
        line += wide(`${report.states.map((state) => state.slice(0, 8)).join('→')} ${report.copies}`);
        problems.push(...report.problems.map((problem) => `${cell.fault}: ${problem}`));
      }
      failures += problems.length;
      console.log([line, ...problems.map((problem) => `  FAIL ${problem}`)].join('\n'));
    }
  }
  console.log(`\n${2 * cells.length} campaigns, ${failures} problems`);
  return failures === 0 ? 0 : 1;
}
