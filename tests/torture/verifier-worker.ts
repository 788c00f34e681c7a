import { parentPort, workerData } from 'node:worker_threads';
import { createVerification } from '../../src/signing/verification.ts';
import { seededRandom } from './seeded-random.ts';
import { faultOf } from './verifier-fault.ts';
import { changeable, mutate, type Base } from './verifier-mutations.ts';

/** What one thread does: every `step`-th file from `first` up. */
export interface VerifierOrder {
  bases: Base[];
  rootsPem: string;
  now: string;
  seed: number;
  first: number;
  step: number;
  count: number;
}

/** One file done; `fault` when it shows one, with the file itself. */
export interface VerifierNews {
  index: number;
  base: string;
  verdict?: string;
  reasons?: string[];
  fault?: string;
  pdf?: Uint8Array;
}

const order = workerData as VerifierOrder;
const { verify } = createVerification({
  rootsPem: order.rootsPem,
  clock: { now: () => new Date(order.now) },
});
const offsets = order.bases.map(({ pdf }) => changeable(pdf));

for (let index = order.first; index < order.count; index += order.step) {
  const random = seededRandom(order.seed ^ Math.imul(index + 1, 0x9e3779b1));
  // The first numbers of neighbouring seeds are alike.
  for (let skipped = 0; skipped < 5; skipped++) random();
  const chosen = Math.floor(random() ** 2 * order.bases.length);
  const base = order.bases[chosen]!;
  const pdf = mutate(base, offsets[chosen]!, order.bases, random);
  parentPort!.postMessage({ index, base: base.name } satisfies VerifierNews);
  try {
    const report = await verify(new Uint8Array(pdf));
    const fault = faultOf(report, { pdf, bases: order.bases });
    const reasons = [...report.problems, ...report.signatures.flatMap((each) => each.reasons)];
    const news: VerifierNews = { index, base: base.name, verdict: report.verdict, reasons };
    parentPort!.postMessage(fault === undefined ? news : { ...news, fault, pdf });
  } catch (error) {
    parentPort!.postMessage({ index, base: base.name, verdict: 'crash', fault: String(error), pdf });
  }
}
