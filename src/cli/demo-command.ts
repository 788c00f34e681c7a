import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { SingleBar } from 'cli-progress';
import { readDemonstrationConfig } from '../config.ts';
import type { DemoResult } from '../demonstration/demo.ts';
import { formatBytes, formatCount } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printFacts, printJson, printLine } from './output.ts';

/** `estafette demo`: the whole chain by itself, in a data folder of its own; exit code 1 when a link does not hold. */
export function demoCommand(messages: Messages): Command {
  return frenchCommand(messages, 'demo')
    .option('--json', messages('cli.help.json'))
    .option('--folder <dossier>', messages('cli.help.folder'))
    .action(async (options: { json?: boolean; folder?: string }) => {
      const { compose } = await import('../compose.ts');
      const { runDemo } = await import('../demonstration/demo.ts');
      const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'estafette-demo-')));
      // A demonstration of its own, whatever this installation is: only the browser's settings are kept.
      const config = readDemonstrationConfig(folder);
      const quiet = options.json === true;
      const bar = !quiet && process.stdout.isTTY ? createBar(messages) : undefined;
      if (!quiet) printLine(messages('cli.demo.title'));
      const estafette = await compose(config);
      try {
        const { url } = await estafette.start();
        const result = await runDemo(estafette, {
          url,
          keep: async (pdf) => {
            const path = join(folder, 'instruction-signee.pdf');
            await writeFile(path, pdf);
            return path;
          },
          onStep: (name, ms) => {
            bar?.stop();
            if (!quiet) printLine(`  ${messages(`cli.demo.step.${name}`).padEnd(42)} ${seconds(ms)}`);
          },
          onProgress: (settled, frozen) => bar?.show(settled, frozen),
        });
        if (quiet) printJson(result);
        else printTable(messages, result, folder);
        process.exitCode = result.journal.valid && result.verified ? 0 : 1;
      } finally {
        await estafette.stop();
      }
    });
}

function createBar(messages: Messages) {
  const bar = new SingleBar({ format: '  [{bar}] {text}', hideCursor: true, clearOnComplete: true });
  let running = false;
  return {
    show(settled: number, frozen: number): void {
      const text = messages('cli.demo.dispatching', { settled, frozen });
      if (running) bar.update(settled, { text });
      else bar.start(frozen, settled, { text });
      running = true;
    },
    stop(): void {
      if (running) bar.stop();
      running = false;
    },
  };
}

function printTable(messages: Messages, result: DemoResult, folder: string): void {
  const label = (key: string) => messages(`cli.demo.result.${key}`);
  const { lines, valid } = result.journal;
  printLine();
  printFacts([
    [label('pages'), formatCount(result.pages)],
    [label('bytes'), formatBytes(result.bytes)],
    [label('sha256'), result.sha256],
    [label('level'), messages(`signing.level.${result.level}`)],
    [label('accepted'), `${result.accepted} / ${result.recipients}`],
    [label('acknowledged'), formatCount(result.acknowledged)],
    [label('journal'), messages(`cli.demo.result.journal-${valid ? 'valid' : 'invalid'}`, { lines })],
    [label('duration'), seconds(Object.values(result.steps).reduce((sum, ms) => sum + ms, 0))],
    [label('pdf'), result.files.pdf],
    [label('trust'), result.files.trust],
    [label('folder'), folder],
    [label('url'), `DATA_DIR=${folder} npm start`],
  ]);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).replace('.', ',')} s`;
}
