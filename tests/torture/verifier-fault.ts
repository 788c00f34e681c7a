import type { VerificationReport } from '../../src/signing/verification-report.ts';
import type { Base } from './verifier-mutations.ts';

const verdicts = ['valid', 'valid-with-additions', 'invalid', 'indeterminate'];

/**
 * What a report on a hurt file gets wrong; undefined when nothing. A file may be called valid only if
 * each of its signed stretches is one that was signed, byte for byte, in one of the honest files.
 */
export function faultOf(
  report: VerificationReport,
  { pdf, bases }: { pdf: Uint8Array; bases: readonly Base[] },
): string | undefined {
  if (!verdicts.includes(report.verdict)) return `no such verdict: ${report.verdict}`;
  if (!report.valid) return undefined;
  const isHonest = report.signatures.every(({ byteRange }) => {
    if (byteRange === undefined) return false;
    const [, length, next, nextLength] = byteRange;
    const stretches = (bytes: Uint8Array) =>
      Buffer.concat([bytes.subarray(0, length), bytes.subarray(next, next + nextLength)]);
    const signed = stretches(pdf);
    return bases.some((each) => stretches(each.pdf).equals(signed));
  });
  return isHonest ? undefined : `called ${report.verdict} though a signed byte has changed`;
}
