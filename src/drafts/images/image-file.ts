import { findFileKind, typeOfKind } from '../../kernel/file-kind.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import { largestSide } from '../text-attributes.ts';
import { readJpeg } from './jpeg-file.ts';
import { readPng } from './png-file.ts';

export const imageField = 'image';
export const mostImageBytes = 5 * 1024 * 1024;
/** Pixels in all: a page at 600 dots per inch has 35 million. */
const mostPixels = 40_000_000;

/** What an image is made of, read from its bytes; undefined when they are not whole. */
export interface ReadImage {
  width: number;
  height: number;
  /** The same picture without what its camera or its editor wrote about it. */
  bytes: Uint8Array;
}

export interface ImageFile extends ReadImage {
  kind: 'png' | 'jpg';
  /** Of `bytes`. */
  sha256: string;
}

/**
 * Reads a picture that someone brings: PNG or JPEG, by its content whatever its name. What it says of where,
 * when and with what it was taken is left out. Refused with its reason: anything else (SVG holds scripts),
 * one that is broken, of more than 5 MB, or of too many pixels.
 */
export async function readImageFile(file: Uint8Array): Promise<Outcome<ImageFile>> {
  const refuse = (why: string, params: Record<string, string | number> = {}) =>
    refused({ field: imageField, key: `drafts.image.${why}`, params });
  if (file.length === 0) return refuse('missing');
  if (file.length > mostImageBytes) return refuse('too-large');
  const kind = await findFileKind(file);
  if (kind !== 'png' && kind !== 'jpg') return refuse('other-kind');
  const read = kind === 'png' ? await readPng(file, mostPixels) : readJpeg(file);
  if (read === undefined) return refuse('broken');
  const { width, height, bytes } = read;
  if (width > largestSide || height > largestSide || width * height > mostPixels)
    return refuse('too-many-pixels', { width, height });
  return accepted({ kind, width, height, bytes, sha256: sha256Hex(bytes) });
}

/** As it stands in the document that is printed, which has no network. */
export function toDataUri({ kind, bytes }: { kind: 'png' | 'jpg'; bytes: Uint8Array }): string {
  return `data:${typeOfKind[kind]};base64,${Buffer.from(bytes).toString('base64')}`;
}
