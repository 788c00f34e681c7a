import { createVerification } from './verification.ts';

/** What verification-process.ts sends; the instant, because a clock does not cross processes. */
export interface VerificationOrder {
  pdf: Uint8Array;
  rootsPem: string;
  now: string;
  since: number | undefined;
}

// One order, one answer, and the process ends: nothing of a file outlives its verification.
process.once('message', ({ pdf, rootsPem, now, since }: VerificationOrder) => {
  const verification = createVerification({ rootsPem, clock: { now: () => new Date(now) } });
  void verification.verify(pdf, since).then((report) => process.send!(report, () => process.disconnect()));
});
