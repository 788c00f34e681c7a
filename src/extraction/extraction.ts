import { tmpdir } from 'node:os';
import { AppError } from '../kernel/errors.ts';
import { createTurnstile } from '../kernel/turnstile.ts';
import { runBounded, type CommandBounds, type CommandEnd } from './bounded-command.ts';
import { looksLikePdf, splitPages, type ExtractedText, type UnreadableReason } from './extracted-text.ts';
import { withPrivateFile } from './private-file.ts';
import { createRecognition } from './recognition.ts';

export { isTextless, looksLikePdf } from './extracted-text.ts';

/** Under ten seconds in all, so that nobody waits longer for a file made to be endless. */
const textBounds: CommandBounds = { deadlineMs: 8000, memoryBytes: 512_000_000, outputBytes: 20_000_000 };
const mostBytes = 100_000_000;
const mostPages = 2000;

export type Extraction = ReturnType<typeof createExtraction>;

/**
 * What can be read in a PDF that comes from anywhere. Poppler's programs read it, each in a bounded process: no
 * script of the file is run, nothing is fetched, the file is gone from the disk afterwards. Two files at a time.
 * `path` is where programs are looked for (the PATH of the environment), `folder` where files are put meanwhile.
 */
export function createExtraction(options: {
  path: string;
  folder?: string;
  bounds?: Partial<CommandBounds>;
}) {
  const { path, folder = tmpdir() } = options;
  const bounds = { ...textBounds, ...options.bounds };
  const turnstile = createTurnstile(2);

  return {
    /** @throws AppError `unavailable` when pdftotext is not installed. */
    async textOf(bytes: Uint8Array): Promise<ExtractedText> {
      const untried = reasonNotToTry(bytes);
      if (untried !== undefined) return { ok: false, reason: untried };
      return turnstile.run(() =>
        withPrivateFile(folder, bytes, async (file) => {
          const command = ['pdftotext', '-enc', 'UTF-8', '-l', String(mostPages + 1), file.path, '-'];
          return readEnd(await runBounded(command, { path, folder: file.folder, bounds }));
        }),
      );
    },

    ...createRecognition({ path, folder, turnstile }),
  };
}

function reasonNotToTry(bytes: Uint8Array): UnreadableReason | undefined {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > mostBytes) return 'too-large';
  return looksLikePdf(bytes) ? undefined : 'not-a-pdf';
}

function readEnd(run: CommandEnd): ExtractedText {
  switch (run.end) {
    case 'done': {
      const pages = splitPages(run.output.toString('utf8'));
      if (pages.length === 0) return { ok: false, reason: 'broken' };
      return { ok: true, pages: pages.slice(0, mostPages), more: pages.length > mostPages };
    }
    case 'absent':
      throw new AppError('unavailable', 'pdftotext is not installed', {
        messageKey: 'extraction.pdftotext-absent',
      });
    case 'failed':
      return { ok: false, reason: /incorrect password/i.test(run.complaint) ? 'encrypted' : 'broken' };
    case 'too-many-complaints':
      return { ok: false, reason: 'broken' };
    case 'too-much-output':
      return { ok: false, reason: 'too-much-text' };
    default:
      return { ok: false, reason: run.end };
  }
}
