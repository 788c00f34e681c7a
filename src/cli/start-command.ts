import type { Command } from 'commander';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { createPostmaster, seedDemonstration } from '../demonstration/demonstration.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printLine } from './output.ts';

/** `estafette start`: serves until it is told to stop; a demonstration is seeded at its first start. */
export function startCommand(messages: Messages): Command {
  return frenchCommand(
    'start',
    'Démarre le service : les pages, les envois, ou les deux selon ROLES.',
  ).action(async () => {
    const startedAt = performance.now();
    const config = readConfig();
    const demonstration = config.nature === 'demonstration';
    const postmaster = createPostmaster();
    const estafette = await compose(config, demonstration ? { catchAll: postmaster } : {});
    const { url } = await estafette.start().catch(async (error: unknown) => {
      await estafette.stop();
      throw error;
    });
    printLine(messages('cli.started', { url }));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).replace('.', ',');
    printLine(messages('cli.started-in', { seconds, folder: config.dataDir }));

    const stopped = untilStopped();
    if (demonstration && config.roles.includes('web')) {
      await seedDemonstration(estafette, { postmaster, onStep: (key) => printLine(messages(key)) });
    }
    await stopped;
    printLine(messages('cli.stopping'));
    await estafette.stop();
    printLine(messages('cli.stopped'));
  });
}

/** Resolves at the first signal; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
