import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '../kernel/errors.ts';

/**
 * The files of a folder and of those in it, by their paths from it; links are not followed, hidden files and `except`
 * are left out. Throws `not-found` with a sentence when it cannot be read.
 */
export async function readFolder(folder: string, except: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('not-found', 'the folder cannot be read', {
      cause,
      messageKey: 'cli.no-folder',
      params: { folder },
    });
  });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => relative(except, join(folder, name)) !== '')
    .map((name) => name.split(sep).join('/'))
    .sort();
  return { names, read: (name: string): Promise<Buffer> => readFile(join(folder, name)) };
}
