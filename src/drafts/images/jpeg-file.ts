import { minimalExif, wayUpOf } from './exif.ts';
import type { ReadImage } from './image-file.ts';

const profile = Buffer.from('ICC_PROFILE\0', 'latin1');
const [startOfImage, endOfImage, startOfScan] = [0xd8, 0xd9, 0xda];
/** Frames that pictures of the web have: baseline, extended, progressive (ITU-T T.81, table B.1). */
const frames = new Set([0xc0, 0xc1, 0xc2]);

interface Segment {
  marker: number;
  data: Buffer;
  /** With its marker, and for a scan the picture's own data after it. */
  whole: Buffer;
}

/** The segments up to the end of the picture; undefined when one is cut, or what follows is none. */
function segmentsOf(file: Buffer): Segment[] | undefined {
  const segments: Segment[] = [];
  for (let at = 2; at + 4 <= file.length || file[at + 1] === endOfImage;) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    // What follows the end is another picture, often a larger one, with words of its own.
    if (marker === endOfImage) return segments;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = file.readUInt16BE(at + 2);
    const headEnd = at + 2 + length;
    if (length < 2 || headEnd > file.length) return undefined;
    const end = marker === startOfScan ? nextMarker(file, headEnd) : headEnd;
    segments.push({ marker, data: file.subarray(at + 4, headEnd), whole: file.subarray(at, end) });
    at = end;
  }
  return undefined;
}

/** Where the data of a scan end: a marker that is neither a stuffed byte nor a restart. */
function nextMarker(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at !== -1) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = file.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return file.length;
}

/**
 * Reads a JPEG: its size, and its bytes without what its camera wrote (place, day, owner, thumbnail,
 * comments). Of Exif only the way up is kept, without which a photograph would lie on its side.
 */
export function readJpeg(bytes: Uint8Array): ReadImage | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = segmentsOf(file);
  const frame = segments?.find(({ marker, data }) => frames.has(marker) && data.length >= 6)?.data;
  if (segments === undefined || frame === undefined) return undefined;
  if (!segments.some(({ marker }) => marker === startOfScan)) return undefined;
  const size = { height: frame.readUInt16BE(1), width: frame.readUInt16BE(3) };
  if (size.width === 0 || size.height === 0) return undefined;
  const wayUp = segments.map(wayUpIn).find((found) => found !== undefined) ?? 1;
  const clean = Buffer.concat([
    Buffer.from([0xff, startOfImage]),
    ...(wayUp === 1 ? [] : [minimalExif(wayUp)]),
    ...segments.filter(draws).map(({ whole }) => whole),
    Buffer.from([0xff, endOfImage]),
  ]);
  // From the fifth on, the picture is shown lying on its side.
  return { ...(wayUp > 4 ? { width: size.height, height: size.width } : size), bytes: clean };
}

const wayUpIn = ({ marker, data }: Segment) => (marker === 0xe1 ? wayUpOf(data) : undefined);

/** JFIF, the colour profile and Adobe's colours are needed to draw; other applications' words and comments are not. */
function draws({ marker, data }: Segment): boolean {
  if (marker === 0xe0 || marker === 0xee) return true;
  if (marker === 0xe2) return data.subarray(0, profile.length).equals(profile);
  return !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe;
}
