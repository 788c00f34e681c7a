import { open } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';

/** Servers refuse a mail long before. */
const most = 128 * 1024 * 1024;

/**
 * The bytes of a message named on the command line, `-` for the standard input
 * (which sentences name so). Throws with a sentence when
 * there is nothing to read, or more than a message ever is.
 */
export async function readNamedMessage(path: string, standardInput: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const stream = path === '-' ? process.stdin : (await open(path)).createReadStream();
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > most) break;
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    throw new AppError('not-found', 'the message cannot be read', {
      cause,
      messageKey: 'cli.no-file',
      params: { file: path },
    });
  }
  const fault = size === 0 ? 'empty' : size > most ? 'too-large' : undefined;
  if (fault === undefined) return Buffer.concat(chunks);
  throw new AppError('invalid', `the message is ${fault}`, {
    messageKey: `cli.inbox.${fault}`,
    params: { file: path === '-' ? standardInput : path, megabytes: most / 1024 / 1024 },
  });
}
