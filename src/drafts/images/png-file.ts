import { Readable } from 'node:stream';
import { crc32, createInflate } from 'node:zlib';
import type { ReadImage } from './image-file.ts';

const signatureLength = 8;
/** What a picture is drawn with (PNG, third edition, § 11): texts, times, Exif and private chunks stay behind. */
const drawn = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'pHYs',
  'bKGD',
]);
/** Of each colour type: samples of a point, and the bits that one may have (PNG, third edition, table 11.1). */
const colours: Record<number, { samples: number; depths: readonly number[] }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

interface Chunk {
  type: string;
  data: Buffer;
  /** With its length, its type and its sum. */
  whole: Buffer;
}

/** The chunks up to the end of the picture; undefined when one is cut, or its sum is not its own. */
function chunksOf(file: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = signatureLength; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > file.length) return undefined;
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return undefined;
    const type = file.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) });
    // What follows the end is no part of the picture.
    if (type === 'IEND') return chunks;
    at = end;
  }
  return undefined;
}

/** Reads a PNG and draws nothing: its size, and that its data are all there. `mostPixels` bounds what is unpacked. */
export async function readPng(bytes: Uint8Array, mostPixels: number): Promise<ReadImage | undefined> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(file);
  const [header] = chunks ?? [];
  if (chunks === undefined || header?.type !== 'IHDR' || header.data.length !== 13) return undefined;
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if (width === 0 || height === 0) return undefined;
  const kept = chunks.filter(({ type }) => drawn.has(type)).map(({ whole }) => whole);
  const clean = Buffer.concat([file.subarray(0, signatureLength), ...kept]);
  // The caller refuses it for its size: nothing of it is unpacked.
  if (width * height > mostPixels) return { width, height, bytes: clean };
  return (await isDrawable(header.data, chunks)) ? { width, height, bytes: clean } : undefined;
}

async function isDrawable(header: Buffer, chunks: Chunk[]): Promise<boolean> {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, , , interlace = 0] = header.subarray(8);
  const { samples, depths } = colours[colour] ?? { samples: 0, depths: [] };
  if (!depths.includes(depth) || interlace > 1) return false;
  const lineLength = Math.ceil((width * samples * depth) / 8) + 1;
  // Interlaced, each of the seven passes has lines of its own, a little longer in all.
  const most = interlace === 0 ? lineLength * height : 2 * lineLength * height + 64;
  const unpacked = await unpackedLength(
    chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
    most,
  );
  return interlace === 0 ? unpacked === most : unpacked > 0;
}

/** How long the data are once unpacked, of which nothing is kept: 0 when they are broken, or longer than `most`. */
async function unpackedLength(packed: readonly Buffer[], most: number): Promise<number> {
  let length = 0;
  try {
    for await (const part of Readable.from(packed, { objectMode: false }).pipe(createInflate())) {
      length += (part as Buffer).length;
      if (length > most) return 0;
    }
    return length;
  } catch {
    return 0;
  }
}
