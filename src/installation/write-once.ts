import { link, rm, writeFile } from 'node:fs/promises';
import { newId } from '../kernel/ids.ts';

/**
 * Writes a small file if it is not there yet, whole or not at all: two processes that start together
 * agree on one content, and a crash leaves no half.
 */
export async function writeOnce(path: string, content: string): Promise<void> {
  const draft = `${path}.${newId()}`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
