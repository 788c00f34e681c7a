import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG in shades of grey, with these chunks before its picture; `size` may say what its data are not. */
export function png(
  options: {
    width?: number;
    height?: number;
    lines?: number;
    depth?: number;
    chunks?: [string, string][];
  } = {},
): Buffer {
  const { width = 40, height = 20, lines = height, depth = 8, chunks = [] } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  const shades = Buffer.alloc(lines * (width + 1));
  for (let at = 0; at < shades.length; at += 1) shades[at] = at % (width + 1) === 0 ? 0 : (at * 7) % 256;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...chunks.map(([type, words]) => chunk(type, Buffer.from(words))),
    chunk('IDAT', deflateSync(shades)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Sixteen points by eight, blue and red, as a browser's canvas wrote it. */
const plainJpeg = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i',
    'Z2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj',
    'Y2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/E',
    'ABUBAQEAAAAAAAAAAAAAAAAAAAQF/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAVCgcH/2gAMAwEAAhEDEQA/AMOtAU1heFdNOtP/2Q==',
  ].join(''),
  'base64',
);

function segment(marker: number, words: string): Buffer {
  const data = Buffer.from(words, 'latin1');
  return Buffer.concat([Buffer.from([0xff, marker, 0, data.length + 2]), data]);
}

/** The same as a telephone would have written it: lying on its side (`wayUp`), with its place, its owner and a second picture. */
export function jpeg(options: { wayUp?: number; says?: string } = {}): Buffer {
  const { wayUp, says } = options;
  if (wayUp === undefined && says === undefined) return plainJpeg;
  const entry = `\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(wayUp ?? 1)}\0\0`;
  const exif = segment(0xe1, `Exif\0\0MM\0*\0\0\0\x08\0\x01${entry}\0\0\0\0${says ?? ''}`);
  const words = [exif, segment(0xfe, says ?? ''), segment(0xed, `Photoshop 3.0\0${says ?? ''}`)];
  const second = Buffer.concat([plainJpeg, Buffer.from(says ?? '')]);
  return Buffer.concat([plainJpeg.subarray(0, 2), ...words, plainJpeg.subarray(2), second]);
}
