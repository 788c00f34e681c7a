import { Worker } from 'node:worker_threads';
import type { StateFault, StateService } from './state-directory.ts';

/** What the State's directory says of the prefectures, or why it cannot be read; and the hash of the whole file. */
export type ReadStateFile = ({ services: StateService[] } | { fault: StateFault }) & { fileSha256: string };

const program = new URL('./state-reading-thread.ts', import.meta.url);
/** A whole country, opened, takes several times what its file does. */
const mostMegabytes = 1_000;

/**
 * Reads the State's directory in a thread of its own: a file of tens of MB takes a second or two, in which no
 * page would be served. One that unfolds beyond what it is given is told as too large.
 */
export function readStateFile(bytes: Uint8Array): Promise<ReadStateFile> {
  return new Promise((done, failed) => {
    const thread = new Worker(program, {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    thread.once('message', done);
    thread.once('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') done({ fault: 'too-large', fileSha256: '' });
      else failed(error);
    });
    thread.once('exit', () =>
      failed(new Error('the thread that reads the directory ended without an answer')),
    );
  });
}
