import { crc32, inflateSync } from 'node:zlib';
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
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

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
export function readPng(bytes: Uint8Array, mostPixels: number): ReadImage | undefined {
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
  return isDrawable(header.data, chunks) ? { width, height, bytes: clean } : undefined;
}

function isDrawable(header: Buffer, chunks: Chunk[]): boolean {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, , , interlace = 0] = header.subarray(8);
  const channels = samples[colour];
  if (channels === undefined || interlace > 1) return false;
  const lineLength = Math.ceil((width * channels * depth) / 8) + 1;
  // Interlaced, each of the seven passes has lines of its own, a little longer in all.
  const most = interlace === 0 ? lineLength * height : 2 * lineLength * height + 64;
  try {
    const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
    const unpacked = inflateSync(packed, { maxOutputLength: most }).length;
    return interlace === 0 ? unpacked === most : unpacked > 0;
  } catch {
    return false;
  }
}
