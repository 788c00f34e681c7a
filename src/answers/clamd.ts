import { createConnection, type Socket } from 'node:net';

/** What an antivirus says of a file. */
export type Verdict =
  | { state: 'clean' }
  /** `found`: the name that the antivirus gives to what it found. */
  | { state: 'infected'; found: string }
  /** Nothing is known of the file; `reason` is for whoever keeps the antivirus. */
  | { state: 'unscanned'; reason: string };

export interface Antivirus {
  scan(bytes: Uint8Array): Promise<Verdict>;
}

/** Where clamd listens: a socket of the machine, or a port. */
export type ClamdAddress = { path: string } | { host: string; port: number };

/** Reads `unix:/run/clamav/clamd.ctl`, `tcp://host:3310` or `host:3310`. Throws on anything else. */
export function readClamdUrl(text: string): ClamdAddress {
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { path };
  const { hostname, port, pathname } = new URL(/^tcp:\/\//.test(text) ? text : `tcp://${text}`);
  if (hostname === '' || !/^\/?$/.test(pathname)) throw new Error('not an address of clamd');
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 3310 : Number(port) };
}

const chunkBytes = 64 * 1024;

/**
 * Asks clamd about bytes, by its INSTREAM command (man clamd, « COMMANDS »): chunks behind their length, four
 * zero bytes at the end, one line back. Never throws: what could not be asked is `unscanned`.
 */
export function createClamd(options: { address: ClamdAddress; timeoutMs?: number }): Antivirus {
  const { address, timeoutMs = 60_000 } = options;
  return {
    async scan(bytes) {
      const socket = createConnection(address);
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      try {
        return verdictOf(await ask(socket, bytes));
      } catch (error) {
        return { state: 'unscanned', reason: error instanceof Error ? error.message : String(error) };
      } finally {
        socket.destroy();
      }
    },
  };
}

/** Resolves with the line that clamd answers; it may come, and the connection close, before all was written. */
function ask(socket: Socket, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (answer += text));
    socket.on('end', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        const chunk = bytes.subarray(start, start + chunkBytes);
        socket.write(lengthOf(chunk.length));
        socket.write(chunk);
      }
      socket.write(lengthOf(0));
    });
  });
}

function lengthOf(count: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(count);
  return length;
}

function verdictOf(answer: string): Verdict {
  // Asked with a « z », it ends its answer with a zero: one that was cut says nothing.
  const line = /^([^\0]*)\0/.exec(answer)?.[1] ?? '';
  const found = /^stream: (.+) FOUND$/.exec(line)?.[1];
  if (found !== undefined) return { state: 'infected', found };
  if (line === 'stream: OK') return { state: 'clean' };
  return { state: 'unscanned', reason: line === '' ? 'clamd closed the connection' : line };
}
