import { parentPort, workerData } from 'node:worker_threads';
import { createVerification } from './verification.ts';

/** What verification-thread.ts gives; the instant, because a clock does not cross threads. */
export interface VerificationOrder {
  pdf: Uint8Array;
  rootsPem: string;
  now: string;
}

const { pdf, rootsPem, now } = workerData as VerificationOrder;
const verification = createVerification({ rootsPem, clock: { now: () => new Date(now) } });
parentPort?.postMessage(await verification.verify(pdf));
