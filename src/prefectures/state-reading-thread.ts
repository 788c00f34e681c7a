import { parentPort, workerData } from 'node:worker_threads';
import { sha256Hex } from '../kernel/hash.ts';
import { readStateDirectory } from './state-directory.ts';

// One file, one answer, and the thread ends; see state-reading.ts.
const bytes = workerData as Uint8Array;
parentPort?.postMessage({ ...readStateDirectory(bytes), fileSha256: sha256Hex(bytes) });
