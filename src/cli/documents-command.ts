import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';

/** `estafette documents verify`: reads every kept document again; exit code 1 when one is not what it was. */
export function documentsCommand(messages: Messages): Command {
  const verify = frenchCommand(messages, 'verify', 'documents-verify')
    .option('--json', messages('cli.help.json'))
    .action(async (options: { json?: boolean }) => {
      const { openData } = await import('../compose-data.ts');
      const { createFixity } = await import('../archive/archive.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      try {
        const { documents, altered } = await createFixity({ ...data, log: silentLog }).checkNow();
        if (options.json === true) printJson({ documents, altered, valid: altered.length === 0 });
        else
          printLine(
            messages(`cli.documents.${altered.length === 0 ? 'whole' : 'altered'}`, {
              documents,
              count: altered.length,
            }),
          );
        for (const sha256 of options.json === true ? [] : altered) printLine(`  ${sha256}`);
        process.exitCode = altered.length === 0 ? 0 : 1;
      } finally {
        await data.close();
      }
    });
  return frenchCommand(messages, 'documents').addCommand(verify);
}
