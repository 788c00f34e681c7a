import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { createTurnstile } from '../kernel/turnstile.ts';
import { runBounded, type CommandBounds } from './bounded-command.ts';
import { cleanPage } from './extracted-text.ts';
import { withPrivateFile } from './private-file.ts';

/** The long side of an A4 page at 300 dots an inch, whatever size the page says it has. */
const longSide = '3508';
const drawing: CommandBounds = { deadlineMs: 20_000, memoryBytes: 512_000_000, outputBytes: 10_000 };
const reading: CommandBounds = { deadlineMs: 60_000, memoryBytes: 1_000_000_000, outputBytes: 1_000_000 };

/** What a scanned page says, read in French by tesseract when that is installed. It is a guess, to be shown as one. */
export function createRecognition(deps: {
  path: string;
  folder: string;
  turnstile: ReturnType<typeof createTurnstile>;
}) {
  const { path, turnstile } = deps;

  return {
    /** Whether tesseract is there, with its French. */
    canRecognise: (): Promise<boolean> =>
      withPrivateFile(deps.folder, new Uint8Array(), async ({ folder }) => {
        const run = await runBounded(['tesseract', '--list-langs'], { path, folder, bounds: reading });
        return run.end === 'done' && /^fra$/m.test(run.output.toString('utf8'));
      }),

    /**
     * The text of some pages (counted from 1); a page that could not be drawn or read is left out. Takes seconds a
     * page, a minute at most.
     */
    recognise(bytes: Uint8Array, pages: readonly number[]): Promise<Map<number, string>> {
      return withPrivateFile(deps.folder, bytes, async ({ folder, path: file }) => {
        const found = new Map<number, string>();
        const image = join(folder, 'page');
        for (const page of pages) {
          const draw = ['pdftoppm', '-f', String(page), '-l', String(page), '-singlefile', '-gray', '-png'];
          const text = await turnstile.run(async () => {
            const drawn = await runBounded([...draw, '-scale-to', longSide, file, image], {
              ...{ path, folder, bounds: drawing },
            });
            if (drawn.end !== 'done') return undefined;
            const read = await runBounded(['tesseract', `${image}.png`, 'stdout', '-l', 'fra'], {
              ...{ path, folder, bounds: reading },
            });
            return read.end === 'done' ? cleanPage(read.output.toString('utf8')) : undefined;
          });
          if (text !== undefined) found.set(page, text);
          await rm(`${image}.png`, { force: true });
        }
        return found;
      });
    },
  };
}
