import { createConnection } from 'node:net';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../kernel/hash.ts';

// sun_path is 104 bytes on macOS and 108 on Linux, its final zero included.
const longestSocketPath = 100;

/** Where the socket of this folder's server is: inside it, or in the temporary folder when the path would be too long. */
export function socketPathFor(folder: string): string {
  const inside = join(folder, 'redis.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  const apart = join(tmpdir(), `estafette-${userInfo().uid}`);
  mkdirSync(apart, { recursive: true, mode: 0o700 });
  return join(apart, `${sha256Hex(folder).slice(0, 16)}.sock`);
}

/** True when a server answers PONG there; false while it loads its file, or is not there. */
export async function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => end(data.toString('latin1').startsWith('+PONG')));
  });
}
