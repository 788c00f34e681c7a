import type { ReadCertificate } from './certificates.ts';

/** Which certificate, issued by which, and of which instant one asks. */
export interface RevocationQuestion {
  certificate: ReadCertificate;
  issuer: ReadCertificate;
  /** The instant whose status matters: now, or the one that a timestamp vouches for. */
  at: Date;
  /** The present: an answer may be later than `at` (it then proves more), never later than this. */
  now: Date;
}

/** What an authority said: the problem's key when its answer is no proof for that certificate. */
export type RevocationFinding =
  | {
      /** `good` also when it was revoked after `at`: `revokedAt` is then given. */
      status: 'good' | 'revoked' | 'unknown';
      thisUpdate: Date;
      nextUpdate?: Date;
      revokedAt?: Date;
      source: 'ocsp' | 'crl';
      /** Who signed the answer: the issuer, or the responder that it appointed. */
      signer: ReadCertificate;
    }
  | { problem: string };

const clockToleranceMs = 5 * 60 * 1000;
/** How long an answer that announces no next one is held fresh. */
const unannouncedMs = 24 * 60 * 60 * 1000;

/** An answer is fresh when it is not from the future, and its successor was not due at the instant asked. */
export function isInWindow(
  answer: { thisUpdate: Date; nextUpdate: Date | undefined },
  { at, now }: Pick<RevocationQuestion, 'at' | 'now'>,
): boolean {
  const end = answer.nextUpdate ?? new Date(answer.thisUpdate.getTime() + unannouncedMs);
  return (
    answer.thisUpdate.getTime() <= now.getTime() + clockToleranceMs &&
    answer.thisUpdate <= end &&
    end.getTime() + clockToleranceMs >= at.getTime()
  );
}
