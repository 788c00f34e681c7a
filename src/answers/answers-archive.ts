import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Answer } from './answer.ts';
import type { Board, OwedLine } from './reading.ts';
import { fileNameOf, folderOf } from './file-names.ts';

/** A file of the archive, or why it is not in it: the index names both, with their hash. */
export interface ArchivedAnswer {
  path: string;
  line: OwedLine;
  answer: Answer;
  absent: 'blocked' | 'erased' | undefined;
}

/** The versions that count, each under a name that every system takes. `kept`: the answers whose content stands. */
export function planArchive(board: Board, kept: ReadonlySet<string>): ArchivedAnswer[] {
  return board.lines.flatMap((line): ArchivedAnswer[] => {
    const answer = line.answers.at(-1);
    if (answer === undefined) return [];
    const path = `${folderOf(line)}/${fileNameOf(board.request.title, answer)}`;
    const blocked = answer.scan?.state === 'infected';
    return [{ path, line, answer, absent: blocked ? 'blocked' : kept.has(answer.id) ? undefined : 'erased' }];
  });
}

/**
 * Writes a ZIP while it is read: one file is in memory at a time, whatever their number. Files that are
 * documents already are not compressed again. What cannot be read any more breaks the stream: a cut archive does
 * not open.
 */
export function streamArchive(given: {
  index: readonly { name: string; text: string }[];
  files: readonly ArchivedAnswer[];
  contentOf(answerId: string): Promise<Uint8Array | undefined>;
}): Readable {
  const archive = new ZipFile();
  const output = archive.outputStream as Readable;
  archive.on('error', (error: Error) => output.destroy(error));
  for (const { name, text } of given.index) archive.addBuffer(Buffer.from(text), name, { compress: true });
  for (const { path, answer, absent } of given.files) {
    if (absent !== undefined) continue;
    const options = { mtime: new Date(answer.givenAt), compress: false, size: answer.bytes };
    archive.addReadStreamLazy(path, options, (begin) => {
      given.contentOf(answer.id).then(
        (content) => {
          if (content === undefined) begin(new Error(`${path} was erased meanwhile`), Readable.from([]));
          else
            begin(null, Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)]));
        },
        (error: unknown) => begin(error, Readable.from([])),
      );
    });
  }
  archive.end();
  return output;
}
