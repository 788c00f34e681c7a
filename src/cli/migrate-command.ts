import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';

/** `estafette migrate`: brings the schema up to date; every start does it as well. */
export function migrateCommand(messages: Messages): Command {
  return frenchCommand(messages, 'migrate')
    .option('--json', messages('cli.help.json'))
    .action(async (options: { json?: boolean }) => {
      const { openData } = await import('../compose-data.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      await data.close();
      if (options.json === true) printJson({ migrations: data.migrations });
      else if (data.migrations.length === 0) printLine(messages('cli.migrate.nothing'));
      else printLine(messages('cli.migrate.done', { names: data.migrations.join(', ') }));
    });
}
