import { readFile } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';

/** The bytes of a file named on the command line. Throws `not-found` with a sentence when it cannot be read. */
export async function readNamedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError('not-found', 'the file cannot be read', {
      cause,
      messageKey: 'cli.no-file',
      params: { file: path },
    });
  }
}
