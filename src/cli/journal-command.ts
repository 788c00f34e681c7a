import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';

/** `estafette journal verify`: recomputes the chain; exit code 1 when a line was changed, removed or inserted. */
export function journalCommand(messages: Messages): Command {
  const verify = frenchCommand(messages, 'verify', 'journal-verify')
    .option('--json', messages('cli.help.json'))
    .action(async (options: { json?: boolean }) => {
      const { openData } = await import('../compose-data.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      try {
        const report = await data.journal.verify();
        if (options.json === true) printJson(report);
        else if (report.valid)
          printLine(messages('cli.journal.valid', { lines: report.lines, head: report.head }));
        else {
          printLine(messages('cli.journal.invalid', { count: report.faults.length, lines: report.lines }));
          for (const { kind, line } of report.faults)
            printLine(`  ${messages(`cli.journal.${kind}`, { line })}`);
        }
        process.exitCode = report.valid ? 0 : 1;
      } finally {
        await data.close();
      }
    });
  return frenchCommand(messages, 'journal').addCommand(verify);
}
