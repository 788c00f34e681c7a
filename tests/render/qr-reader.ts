import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsQr from 'jsqr';

type Decode = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// Its types describe another shape of module than the one that is loaded.
const decode = jsQr as unknown as Decode;

/** What the QR code seen on a page (from 1) says: drawn by poppler, found and read by jsQR. */
export async function readQrCode(pdf: Uint8Array, page: number): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-qr-'));
  try {
    const file = join(folder, 'document.pdf');
    await writeFile(file, pdf);
    const one = ['-f', String(page), '-l', String(page), '-singlefile'];
    await promisify(execFile)('pdftoppm', ['-r', '100', '-gray', ...one, file, join(folder, 'page')]);
    const { pixels, width, height } = toPixels(await readFile(join(folder, 'page.pgm')));
    return decode(pixels, width, height)?.data;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A grey picture (PGM: its size in words, then a byte for each point) as red, green, blue and opacity. */
function toPixels(picture: Buffer) {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('not a grey picture');
  const [width, height] = [Number(head[1]), Number(head[2])];
  const pixels = new Uint8ClampedArray(width * height * 4);
  picture.subarray(head[0].length).forEach((grey, at) => pixels.fill(grey, at * 4, at * 4 + 3));
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return { pixels, width, height };
}
