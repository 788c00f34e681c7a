import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';

/**
 * `estafette user reset-factor`: the way back of an administrator who lost telephone and recovery codes,
 * when no other administrator is there to press the button.
 */
export function resetFactorCommand(messages: Messages): Command {
  return frenchCommand(messages, 'reset-factor', 'user-reset-factor')
    .requiredOption('--login <identifiant>', messages('cli.help.login'))
    .option('--json', messages('cli.help.json'))
    .action(async ({ login, json }: { login: string; json?: boolean }) => {
      const { openData } = await import('../compose-data.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      try {
        const userId = await data.accounts.findUserId(login.toLowerCase());
        const had = userId !== undefined && (await data.secondFactor.stateOf(userId)) !== undefined;
        if (had) await data.secondFactor.reset('system', userId);
        const outcome = had ? 'factor-reset' : userId === undefined ? 'unknown' : 'no-factor';
        if (json === true) printJson({ reset: had, login });
        else printLine(messages(`cli.user.${outcome}`, { login }));
        if (!had) process.exitCode = 1;
      } finally {
        await data.close();
      }
    });
}
