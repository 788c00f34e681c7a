import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives the task a folder in `parent` that nobody else may open (0700), with the bytes in a file (0600); both are gone
 * after it.
 */
export async function withPrivateFile<T>(
  parent: string,
  bytes: Uint8Array,
  task: (file: { folder: string; path: string }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(parent, 'estafette-extraction-'));
  try {
    const path = join(folder, 'document.pdf');
    await writeFile(path, bytes, { mode: 0o600 });
    return await task({ folder, path });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
