import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printFacts, printJson, printLine } from './output.ts';

/** `estafette render --check NAME`: exit code 1 when printing again from what is stored gives other bytes. */
export function renderCommand(messages: Messages): Command {
  return frenchCommand(messages, 'render')
    .requiredOption('--check <instruction>', messages('cli.help.instruction'))
    .option('--json', messages('cli.help.json'))
    .action(async (options: { check: string; json?: boolean }) => {
      const { openData } = await import('../compose-data.ts');
      const { openRender } = await import('../compose-render.ts');
      const { createFrozenCredits } = await import('../allocations/allocations.ts');
      const { createRenderingCheck } = await import('../drafts/instructions.ts');
      const config = readConfig();
      const data = await openData(config, { clock: systemClock });
      const render = openRender(config, { messages, log: silentLog });
      try {
        const { database, demonstration } = data;
        const credits = createFrozenCredits();
        const check = createRenderingCheck({ database, render, credits, demonstration });
        const report = await check(options.check);
        process.exitCode = report.same ? 0 : 1;
        if (options.json === true) return printJson(report);
        printLine(messages(report.same ? 'cli.render.same' : 'cli.render.different'));
        printFacts([
          [messages('cli.render.version'), `${report.instruction}, ${report.version}`],
          [messages('cli.render.frozen'), report.frozenSha256],
          [messages('cli.render.now'), report.sha256],
        ]);
        if (!report.recorded) printLine(`  ${messages('cli.render.not-recorded')}`);
        for (const { what, then, now } of report.differences)
          printLine(`  ${messages(`cli.render.difference.${what}`, { then, now })}`);
        if (!report.same && report.recorded && report.differences.length === 0)
          printLine(`  ${messages('cli.render.unknown-difference')}`);
        return undefined;
      } finally {
        await render.close();
        await data.close();
      }
    });
}
