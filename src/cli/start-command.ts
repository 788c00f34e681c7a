import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printLine } from './output.ts';

/** `estafette start`: serves until it is told to stop; a demonstration is seeded at its first start. */
export function startCommand(messages: Messages): Command {
  return frenchCommand(messages, 'start').action(async () => {
    const startedAt = performance.now();
    // Loaded here and not above: the other commands need not wait for a browser's driver.
    const { compose } = await import('../compose.ts');
    const { createPostmaster, seedDemonstration } = await import('../demonstration/demonstration.ts');
    const config = readConfig();
    const demonstration = config.nature === 'demonstration';
    const postmaster = createPostmaster();
    const estafette = await compose(config, demonstration ? { catchAll: postmaster } : {});
    const { url } = await estafette.start().catch(async (error: unknown) => {
      await estafette.stop();
      throw error;
    });
    // A process that serves no page has no address to give.
    const serves = config.roles.includes('web');
    printLine(serves ? messages('cli.started', { url }) : messages('cli.started-worker'));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).replace('.', ',');
    printLine(messages('cli.started-in', { seconds, folder: config.dataDir }));

    const stopped = untilStopped();
    if (demonstration && config.roles.includes('web')) {
      const seeding = seedDemonstration(estafette, { postmaster, onStep: (key) => printLine(messages(key)) });
      // What is cut short is finished by the next start; what fails is said, and the pages still serve.
      const failed = seeding.then(
        () => false,
        () => true,
      );
      const first = await Promise.race([stopped, failed]);
      if (first === true) printLine(messages('cli.demonstration-failed'));
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
