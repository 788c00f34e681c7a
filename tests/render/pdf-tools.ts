import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an outside program (poppler's, qpdf) says of a PDF; `FILE` in the arguments is the document. */
export async function askTool(pdf: Uint8Array, command: string, ...args: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    await writeFile(file, pdf);
    const { stdout, stderr } = await run(
      command,
      args.map((arg) => (arg === 'FILE' ? file : arg)),
      { maxBuffer: 2 ** 26 },
    );
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The text of each page. */
export async function textOfPages(pdf: Uint8Array): Promise<string[]> {
  const text = await askTool(pdf, 'pdftotext', 'FILE', '-');
  return text.split('\f').slice(0, -1);
}
