import type { Mark } from './key-holder.ts';
import type { ByteRange } from './pades.ts';

export type Verdict = 'valid' | 'valid-with-additions' | 'invalid' | 'indeterminate';
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';
/** What the file follows a signature with; all but `content` is allowed. */
export type Addition = Mark | 'timestamp' | 'validation-data' | 'content';
/** Of every certificate of the chain but the root; `not-checked` when an answer is missing from the file. */
export type Revocation = 'good' | 'revoked' | 'unknown' | 'not-checked';

/** What is said of one signature, seal or document timestamp. Lists of keys name French sentences. */
export interface SignatureReport {
  /** By the certificate: a person's name makes a signature, anything else a seal. */
  kind: Mark | 'timestamp';
  /** The name in the certificate; empty when no certificate could be read. */
  signer: string;
  /** The PAdES baseline level that is proven; null for a timestamp, and outside the baseline. */
  level: Level | null;
  /** ISO 8601: the proven instant; without proof, the one that the signer's own clock gave. */
  at: string | null;
  /** The signed bytes are those that were signed, and the signature is its certificate's. */
  intact: boolean;
  /** A path leads to a trusted root, valid at the instant that is proven. */
  trusted: boolean;
  revocation: Revocation;
  coversWholeFile: boolean;
  additions: Addition[];
  /** What forbids to rely on it. */
  reasons: string[];

  /** What vouches for `at`. */
  proof: 'none' | 'signature-timestamp' | 'document-timestamp' | 'itself';
  /** Who vouches for it, by the name in that authority's certificate. */
  provenBy?: string;
  /** What is not as the baseline wants it, though the signature holds. */
  remarks: string[];
  /** The instant that the signature dictionary claims (ISO 8601). */
  claimedAt?: string;
  /** What the signature dictionary claims, in clear. */
  claimedName?: string;
  claimedReason?: string;
  /** The signed stretches (offset, length, offset, length), when they are where they must be. */
  byteRange?: ByteRange;
  anchorName?: string;
  certificateSha256?: string;
}

export interface VerificationReport {
  verdict: Verdict;
  /** The verdict is one of the two that let rely on the file. */
  valid: boolean;
  sha256: string;
  bytes: number;
  pages?: number;
  signatures: SignatureReport[];
  /** What forbids to say anything of the file as a whole. */
  problems: string[];
  notChecked: string[];
  /** SHA-256 of each beginning of the file that was once a whole file, newest first, itself included. */
  revisions: string[];
  /** What was added to the beginning that was asked about: see `Signing.verify`. */
  since?: 'only-signed' | 'changed';
}

/** Reasons that say « cannot tell », not « is wrong » (EN 319 102-1, 5.1.3): all others refuse the file. */
const undecided = new Set(
  [
    'unknown-authority',
    'certificate-expired',
    'authority-expired',
    'unsupported-algorithm',
    'sub-filter',
    'encrypted',
    'too-heavy',
    'timestamp-authority',
    'timestamp-certificate-dates',
    'timestamp-algorithm',
    'revocation-unknown',
  ].map((name) => `signing.problem.${name}`),
);

/** True when every reason only says that something cannot be told. */
export function isUndecided(reasons: readonly string[]): boolean {
  return reasons.length > 0 && reasons.every((reason) => undecided.has(reason));
}

/** The verdict on a file: the worst thing that was found decides. */
export function verdictOf(found: {
  signatures: Pick<SignatureReport, 'reasons' | 'additions'>[];
  problems: readonly string[];
}): Verdict {
  const reasons = [...found.problems, ...found.signatures.flatMap((each) => each.reasons)];
  if (isUndecided(reasons)) return 'indeterminate';
  if (reasons.length > 0) return 'invalid';
  return found.signatures.some(({ additions }) => additions.length > 0) ? 'valid-with-additions' : 'valid';
}

export function isAcceptable(verdict: Verdict): boolean {
  return verdict === 'valid' || verdict === 'valid-with-additions';
}

/** Which instruction a file is, and which of its documents; `whole` unless something was added to it since. */
export interface Known {
  instruction: string;
  title: string;
  year: number;
  document: 'frozen' | 'signed' | 'renewed' | 'statement' | 'annex' | 'receipt';
  whole: boolean;
}

/** The object of `estafette verify --json`: outsiders rely on its shape. Codes are stable, in English. */
export function verificationJson(report: VerificationReport, known: Known | null) {
  const codes = (keys: readonly string[]) => keys.map((key) => key.split('.').at(-1)!);
  return {
    verdict: report.verdict,
    signatures: report.signatures.map((each) => ({
      kind: each.kind,
      signer: each.signer,
      level: each.level,
      at: each.at,
      intact: each.intact,
      trusted: each.trusted,
      revocation: each.revocation,
      coversWholeFile: each.coversWholeFile,
      additions: each.additions,
      reasons: codes(each.reasons),
    })),
    known,
    // A file that cannot be read at all has no signature to hang a reason on: nothing was checked, and why.
    notChecked: codes([...report.problems, ...report.notChecked]),
  };
}
