import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromBufferPromise } from 'yauzl';

/** What a document of 20 MB may become when it is opened; a bomb becomes far more. */
const mostBytes = 300_000_000;
const mostEntries = 5_000;

/**
 * Whether a document that is an archive (docx, xlsx, odt) can be opened without harm: every entry is whole,
 * of the size that it says, and all together they stay within bounds. Sizes are counted while inflating,
 * since an archive may lie about them; nothing of it is kept.
 */
export async function judgeArchive(
  bytes: Uint8Array,
  bounds: { bytes: number; entries: number } = { bytes: mostBytes, entries: mostEntries },
): Promise<'sound' | 'broken' | 'bomb'> {
  let left = bounds.bytes;
  try {
    const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (archive.entryCount > bounds.entries) return 'bomb';
    for await (const entry of archive.eachEntry()) {
      left -= entry.uncompressedSize;
      if (left < 0) return 'bomb';
      if (entry.fileName.endsWith('/')) continue;
      // An entry that gives more than it says is refused by the stream itself.
      await pipeline(await archive.openReadStreamPromise(entry), nowhere());
    }
    return 'sound';
  } catch {
    return 'broken';
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
