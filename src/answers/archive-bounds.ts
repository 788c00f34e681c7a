import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromBufferPromise } from 'yauzl';

/** What a document of 20 MB may become when it is opened; a bomb becomes far more. */
const mostBytes = 300_000_000;
const mostEntries = 5_000;

// After an entry whose sizes were not known beforehand, with or without its mark, in 32 or 64 bits (APPNOTE 4.3.9).
const descriptorBytes = [12, 16, 20, 24];

/**
 * Whether a document that is an archive (docx, xlsx, odt) can be opened without harm: every entry is whole,
 * of the size that it says, and all together they stay within bounds. Sizes are counted while inflating,
 * since an archive may lie about them; nothing of it is kept. Its list and its entries must tell the same, one
 * after the other from the first byte on: what an antivirus walks through is what an office tool opens.
 */
export async function judgeArchive(
  bytes: Uint8Array,
  bounds: { bytes: number; entries: number } = { bytes: mostBytes, entries: mostEntries },
): Promise<'sound' | 'broken' | 'bomb'> {
  let left = bounds.bytes;
  try {
    const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (archive.entryCount > bounds.entries) return 'bomb';
    const places: Place[] = [];
    for await (const entry of archive.eachEntry()) {
      left -= entry.uncompressedSize;
      if (left < 0) return 'bomb';
      const header = await archive.readLocalFileHeaderPromise(entry);
      const isAsListed =
        header.fileName.equals(entry.fileNameRaw) && header.compressionMethod === entry.compressionMethod;
      if (!isAsListed) return 'broken';
      const describedAfter = (header.generalPurposeBitFlag & 0x08) !== 0;
      const end = header.fileDataStart + entry.compressedSize;
      places.push({ start: entry.relativeOffsetOfLocalHeader, end, describedAfter });
      if (entry.fileName.endsWith('/')) continue;
      // An entry that gives more than it says is refused by the stream itself.
      await pipeline(await archive.openReadStreamPromise(entry), nowhere());
    }
    return followEachOther(places) ? 'sound' : 'broken';
  } catch {
    return 'broken';
  }
}

interface Place {
  start: number;
  end: number;
  describedAfter: boolean;
}

function followEachOther(places: readonly Place[]): boolean {
  const inOrder = places.toSorted((one, other) => one.start - other.start);
  return inOrder.every(({ start }, index) => {
    const before = inOrder[index - 1];
    const gap = start - (before?.end ?? 0);
    return before?.describedAfter === true ? descriptorBytes.includes(gap) : gap === 0;
  });
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
