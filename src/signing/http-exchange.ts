import { AppError } from '../kernel/errors.ts';

/** One question to a service of trust: the bytes of its answer, or an AppError `unavailable`. */
export type Exchange = (request: {
  url: string;
  /** A POST when there is a body, else a GET. */
  body?: Uint8Array;
  contentType?: string;
}) => Promise<Uint8Array>;

/**
 * Asks over HTTP, with a deadline and a limit on the answer; a redirection is a failure, so that an
 * address written in a certificate leads where it says.
 */
export function createHttpExchange(options: { deadlineMs?: number; mostBytes?: number } = {}): Exchange {
  const { deadlineMs = 10_000, mostBytes = 10_000_000 } = options;
  return async function exchange({ url, body, contentType }) {
    try {
      const response = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(deadlineMs),
        ...(body && { body: new Uint8Array(body) }),
        ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
      });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        throw new Error(`it answered with the status ${response.status}`);
      }
      return await readAtMost(response.body, mostBytes);
    } catch (cause) {
      throw new AppError('unavailable', `${new URL(url).host} gave no answer: ${(cause as Error).message}`, {
        cause,
        messageKey: 'signing.service.silent',
        params: { host: new URL(url).host },
      });
    }
  };
}

async function readAtMost(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > mostBytes) throw new Error(`its answer is longer than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
