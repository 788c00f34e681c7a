import { crc32, inflateRawSync } from 'node:zlib';

const entryMark = 0x04034b50;
const listMark = 0x02014b50;
const endMark = 0x06054b50;
const descriptorMark = 0x08074b50;
const mostEntries = 200;

/** Why a container is not opened: damaged or not of the usual kind, or larger inside than is allowed. */
export type ZipFault = 'damaged' | 'too-large';

/**
 * Opens a ZIP container as a reader that goes from one entry to the next would, without ever holding more
 * than `mostBytes` of what is inside: what the container says of its own sizes is not believed. Only what
 * office tools write is taken: stored or deflated entries, no encryption, no ZIP64. A container whose list
 * names other entries than those that follow each other is damaged: another reader would see another content.
 */
export function unpackWithin(
  bytes: Uint8Array,
  mostBytes: number,
): { files: Map<string, Uint8Array> } | { fault: ZipFault } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  const walked: WalkedEntry[] = [];
  let left = mostBytes;
  let at = 0;
  try {
    while (view.getUint32(at, true) === entryMark) {
      if (files.size >= mostEntries) return { fault: 'too-large' };
      const flags = view.getUint16(at + 6, true);
      const method = view.getUint16(at + 8, true);
      const packed = view.getUint32(at + 18, true);
      const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + view.getUint16(at + 26, true)));
      const describedAfter = (flags & 0x08) !== 0;
      // Encrypted, stored without a size, told twice, or with a size that the container contradicts.
      if ((flags & 0x01) !== 0 || files.has(name)) return { fault: 'damaged' };
      const entry =
        method === 8 ? inflate(bytes.subarray(start), left) : stored(bytes, start, packed, describedAfter);
      if (entry === undefined) return { fault: 'damaged' };
      if (
        !describedAfter &&
        (entry.packed !== packed || entry.bytes.length !== view.getUint32(at + 22, true))
      )
        return { fault: 'damaged' };
      left -= entry.bytes.length;
      if (left < 0) return { fault: 'too-large' };
      files.set(name, entry.bytes);
      walked.push({ name, at, method, ...entry });
      at = start + entry.packed;
      if (describedAfter) at += view.getUint32(at, true) === descriptorMark ? 16 : 12;
    }
    return listAgrees(bytes, at, walked) ? { files } : { fault: 'damaged' };
  } catch (error) {
    const isTooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    return { fault: isTooLarge ? 'too-large' : 'damaged' };
  }
}

interface Entry {
  bytes: Uint8Array;
  /** What it takes in the container. */
  packed: number;
}

interface WalkedEntry extends Entry {
  name: string;
  at: number;
  method: number;
}

/** Whether the list at the end (PKWARE APPNOTE 4.3.12 and 4.3.16) tells these entries, in order, and nothing else. */
function listAgrees(bytes: Uint8Array, start: number, walked: readonly WalkedEntry[]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const uint16 = (at: number) => view.getUint16(at, true);
  const uint32 = (at: number) => view.getUint32(at, true);
  let at = start;
  for (const entry of walked) {
    const nameEnd = at + 46 + uint16(at + 28);
    const agrees =
      uint32(at) === listMark &&
      uint16(at + 10) === entry.method &&
      uint32(at + 16) === crc32(entry.bytes) &&
      uint32(at + 20) === entry.packed &&
      uint32(at + 24) === entry.bytes.length &&
      uint32(at + 42) === entry.at &&
      new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)) === entry.name;
    if (!agrees) return false;
    at = nameEnd + uint16(at + 30) + uint16(at + 32);
  }
  return (
    uint32(at) === endMark &&
    uint16(at + 8) === walked.length &&
    uint16(at + 10) === walked.length &&
    uint32(at + 16) === start &&
    at + 22 + uint16(at + 20) === bytes.length
  );
}

function inflate(rest: Uint8Array, mostBytes: number): Entry {
  const { buffer, engine } = inflateRawSync(rest, {
    maxOutputLength: Math.max(1, mostBytes),
    info: true,
  }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  return { bytes: buffer, packed: engine.bytesWritten };
}

function stored(bytes: Uint8Array, start: number, size: number, describedAfter: boolean): Entry | undefined {
  if (describedAfter || start + size > bytes.length) return undefined;
  return { bytes: bytes.subarray(start, start + size), packed: size };
}
