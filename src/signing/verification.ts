import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { readPem } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { readPdf, type ReadablePdf } from './pdf-file.ts';
import { listSignatureFields } from './signature-fields.ts';
import { whatFollows } from './verification-additions.ts';
import { readEntry, type Entry } from './verification-entry.ts';
import { judgeSignature, judgeTimestamp, type Judging } from './verification-proof.ts';
import {
  isAcceptable,
  verdictOf,
  type Addition,
  type SignatureReport,
  type VerificationReport,
} from './verification-report.ts';
import { readEvidence } from './verification-revocation.ts';

export type { SignatureReport, VerificationReport } from './verification-report.ts';

const mostSignatures = 50;
const mostRevisions = 200;

/**
 * Says what can be said of a PDF's signatures, from its bytes and the trusted roots alone: no network.
 * Never throws, whatever the bytes are.
 * @param rootsPem the only authorities that are trusted.
 */
export function createVerification(options: { rootsPem: string; clock: Clock }) {
  const anchors = readPem(options.rootsPem);
  return {
    /** @param since see `Signing.verify`. */
    async verify(pdf: Uint8Array, since?: number): Promise<VerificationReport> {
      if (Buffer.from(pdf.subarray(0, 5)).toString('latin1') !== '%PDF-')
        return refusal(pdf, 'signing.problem.not-a-pdf');
      try {
        const file = await readPdf(pdf);
        if (file.encrypted) return refusal(pdf, 'signing.problem.encrypted');
        if (file.guessed) return refusal(pdf, 'signing.problem.damaged');
        const signatures = await reportOn(pdf, file, anchors, options.clock.now());
        if (signatures === undefined) return refusal(pdf, 'signing.problem.too-heavy');
        const report = conclude(pdf, signatures, file.pages);
        if (since === undefined) return report;
        const { content } = await whatFollows(pdf, since, file, { byTool: true });
        return { ...report, since: content ? 'changed' : 'only-signed' };
      } catch {
        return refusal(pdf, 'signing.problem.damaged');
      }
    },
  };
}

/** A file of which nothing more can be said. */
export function refusal(pdf: Uint8Array, problem: string): VerificationReport {
  const verdict = verdictOf({ signatures: [], problems: [problem] });
  const { sha256, revisions } = hashesOf(pdf);
  const nothing = { signatures: [], notChecked: [], valid: false };
  return { verdict, ...nothing, sha256, bytes: pdf.length, problems: [problem], revisions };
}

async function reportOn(
  pdf: Uint8Array,
  file: ReadablePdf,
  anchors: readonly ReadCertificate[],
  now: Date,
): Promise<SignatureReport[] | undefined> {
  const fields = listSignatureFields(file);
  if (fields.length > mostSignatures) return undefined;
  const entries: Entry[] = [];
  for (const field of fields) entries.push(await readEntry(pdf, file, field));
  const judging: Judging = { pdf, anchors, evidence: readEvidence(file), now, proofs: [] };
  // The last of the file first: each timestamp that holds proves when all before it was already there.
  const lastFirst = entries.toSorted((one, other) => other.end - one.end);
  lastFirst
    .filter(({ report }) => report.kind === 'timestamp')
    .forEach((entry) => judgeTimestamp(entry, judging));
  lastFirst
    .filter(({ report }) => report.kind !== 'timestamp')
    .forEach((entry) => judgeSignature(entry, judging));
  for (const { report, end, after } of entries) {
    const later = entries
      .filter((each) => each.end > end && end > 0)
      .map((each): Addition => each.report.kind);
    report.additions = [
      ...later,
      ...(after?.validationData ? (['validation-data'] as const) : []),
      ...(after?.content ? (['content'] as const) : []),
    ];
  }
  return entries.map(({ report }) => report);
}

function conclude(pdf: Uint8Array, signatures: SignatureReport[], pages: number): VerificationReport {
  const isSigned = signatures.some(({ kind }) => kind !== 'timestamp');
  const problems = isSigned ? [] : ['signing.problem.no-signature'];
  const verdict = verdictOf({ signatures, problems });
  return {
    verdict,
    valid: isAcceptable(verdict),
    ...hashesOf(pdf),
    bytes: pdf.length,
    pages,
    signatures,
    problems,
    notChecked: notChecked(signatures),
  };
}

function notChecked(signatures: readonly SignatureReport[]): string[] {
  const signed = signatures.filter(({ kind }) => kind !== 'timestamp');
  return [
    ...(signatures.some(({ revocation }) => revocation === 'not-checked')
      ? ['signing.not-checked.revocation']
      : []),
    ...(signed.some(({ proof }) => proof === 'none') ? ['signing.not-checked.time'] : []),
    ...(signatures.length > 0 ? ['signing.not-checked.unsigned-parts'] : []),
  ];
}

/** The hash of the file, and of each of its beginnings that ends as a PDF does. */
function hashesOf(pdf: Uint8Array): { sha256: string; revisions: string[] } {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length);
  const sha256 = sha256Hex(pdf);
  const revisions: string[] = [];
  const hash = createHash('sha256');
  let hashed = 0;
  const upTo = (end: number) => {
    hash.update(bytes.subarray(hashed, end));
    hashed = end;
    revisions.push(hash.copy().digest('hex'));
  };
  let found = bytes.indexOf('%%EOF', 0, 'latin1');
  for (
    ;
    found >= 0 && revisions.length < mostRevisions;
    found = bytes.indexOf('%%EOF', found + 5, 'latin1')
  ) {
    // A writer may or may not end its last line: every way of ending counts.
    upTo(found + 5);
    for (let end = found + 5; [0x0d, 0x0a].includes(bytes[end] ?? 0) && end < found + 7; end++) upTo(end + 1);
  }
  return { sha256, revisions: [...new Set([sha256, ...revisions.toReversed()])] };
}
