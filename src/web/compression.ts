import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Response } from 'express';

type Encoding = 'br' | 'gzip';

// Below it, the header costs what the compression gains.
const worthBytes = 1000;
const compressible = /^(text\/|application\/(javascript|json)|image\/svg)/;

const encoders: Record<Encoding, (bytes: Uint8Array, strength: 'once' | 'each-time') => Promise<Buffer>> = {
  br: (bytes, strength) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: strength === 'once' ? 9 : 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    }),
  gzip: (bytes, strength) => promisify(gzip)(bytes, { level: strength === 'once' ? 9 : 6 }),
};

/**
 * Sends text compressed to whoever takes it (RFC 9110, 12.5.3). Pages bear no secret that stays the same
 * beside what an address wrote in them: their form tokens are masked anew each time (form-token.ts), so that
 * the length of an answer tells nothing of them. `kept`: what never changes is compressed once.
 */
export async function sendCompressed(
  response: Response,
  bytes: Uint8Array,
  kept?: Map<Encoding, Promise<Buffer>>,
): Promise<void> {
  const type = String(response.get('Content-Type') ?? '');
  if (!compressible.test(type) || bytes.byteLength < worthBytes) {
    response.send(Buffer.from(bytes));
    return;
  }
  response.vary('Accept-Encoding');
  const { req: request } = response;
  const encoding = (['br', 'gzip'] as const).find((each) => request.acceptsEncodings(each) !== false);
  if (encoding === undefined) {
    response.send(Buffer.from(bytes));
    return;
  }
  const encoded = kept?.get(encoding) ?? encoders[encoding](bytes, kept === undefined ? 'each-time' : 'once');
  kept?.set(encoding, encoded);
  response.set('Content-Encoding', encoding).send(await encoded);
}

export type KeptEncodings = Map<Encoding, Promise<Buffer>>;
