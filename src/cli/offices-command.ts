import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';
import { readNamedFile } from './read-file.ts';

/** `estafette offices import FILE.csv`: all of the file or nothing of it; exit code 1 when it is refused. */
export function officesCommand(messages: Messages): Command {
  const importCommand = frenchCommand(messages, 'import', 'offices-import')
    .argument('<fichier.csv>', messages('cli.help.import-file'))
    .option('--json', messages('cli.help.json'))
    .action(async (path: string, options: { json?: boolean }) => {
      const bytes = await readNamedFile(path);
      const { openData } = await import('../compose-data.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      try {
        const { problems, warnings, plan } = await data.prefectures.importOffices('system', bytes);
        const explained = problems.map((problem) => ({
          line: problem.line,
          column: problem.column ?? '',
          what: messages(problem.key, problem.params),
        }));
        const counts = { added: plan.added.length, ended: plan.ended.length, unchanged: plan.unchanged };
        if (options.json === true)
          printJson({
            imported: problems.length === 0,
            ...counts,
            problems: explained,
            warnings: warnings.length,
          });
        else if (problems.length === 0) printLine(messages('cli.offices.imported', counts));
        else {
          printLine(messages('cli.offices.refused', { count: problems.length }));
          for (const problem of explained) printLine(`  ${messages('cli.offices.line', problem)}`);
        }
        process.exitCode = problems.length === 0 ? 0 : 1;
      } finally {
        await data.close();
      }
    });
  return frenchCommand(messages, 'offices').addCommand(importCommand);
}
