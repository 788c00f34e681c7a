import { parentPort, workerData } from 'node:worker_threads';
import { readMessage } from '../../src/inbox/message-reading.ts';
import { corpus } from '../inbox/corpus/corpus.ts';
import { faultOfReading } from './inbox-fault.ts';
import { mutateMessage } from './inbox-mutations.ts';
import { seededRandom } from './seeded-random.ts';

/** What one thread does: every `step`-th message from `first` up. */
export interface InboxOrder {
  seed: number;
  first: number;
  step: number;
  count: number;
}

/** A message begun, then done: with its kind, and its fault when it shows one. */
export interface InboxNews {
  index: number;
  kind?: string;
  fault?: string;
}

/** The message of a number: the same seed gives the same. */
export function messageOf(seed: number, index: number): Buffer {
  const random = seededRandom(seed ^ Math.imul(index + 1, 0x9e3779b1));
  // The first numbers of neighbouring seeds are alike.
  for (let skipped = 0; skipped < 5; skipped++) random();
  const sources = corpus.map(({ source }) => source);
  return mutateMessage(sources[Math.floor(random() * sources.length)]!, sources, random);
}

if (parentPort !== null) {
  const order = workerData as InboxOrder;
  for (let index = order.first; index < order.count; index += order.step) {
    parentPort.postMessage({ index } satisfies InboxNews);
    try {
      const read = await readMessage(messageOf(order.seed, index));
      const fault = faultOfReading(read);
      parentPort.postMessage({
        index,
        kind: read.kind,
        ...(fault === undefined ? {} : { fault }),
      } satisfies InboxNews);
    } catch (error) {
      parentPort.postMessage({ index, kind: 'crash', fault: String(error) } satisfies InboxNews);
    }
  }
}
