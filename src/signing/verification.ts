import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { byteRangeProblems } from './byte-range.ts';
import { findAnchor, readPem, signerProblems } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { readCms } from './cms-reading.ts';
import type { Mark } from './key-holder.ts';
import { digestOf, type ByteRange } from './pades.ts';
import { readPdf, type ReadablePdf } from './pdf-file.ts';
import { isOnlySignedFurther } from './revisions.ts';
import { listSignatureFields, type SignatureField } from './signature-fields.ts';

/** What is said of one signature. `problems` and the report's lists hold keys of French sentences. */
export interface SignatureReport {
  /** The name in the certificate; empty when no certificate could be read. */
  signerName: string;
  /** By the certificate: a person's name makes a signature, anything else a seal. */
  mark: Mark;
  level: 'B-B' | 'none';
  digestOk: boolean;
  chainOk: boolean;
  coversWholeFile: boolean;
  /** What stands after the signed stretch. */
  followedBy: 'nothing' | 'signatures' | 'content';
  /** The instant that the signer's own clock gave (ISO 8601); nothing vouches for it at level B-B. */
  signedAt?: string;
  /** What the signature dictionary claims, in clear. */
  claimedName?: string;
  reason?: string;
  /** The signed stretches (offset, length, offset, length), when they are where they must be. */
  byteRange?: ByteRange;
  anchorName?: string;
  certificateSha256?: string;
  problems: string[];
}

export interface VerificationReport {
  /** At least one signature, no problem at all, in the file or in any signature. */
  valid: boolean;
  sha256: string;
  bytes: number;
  pages?: number;
  signatures: SignatureReport[];
  /** What forbids to say anything of the file as a whole. */
  problems: string[];
  notChecked: string[];
}

export interface Trust {
  anchors: readonly ReadCertificate[];
  clock: Clock;
}

const timestampSubFilter = 'ETSI.RFC3161';
const clockToleranceMs = 5 * 60 * 1000;

/**
 * Says what can be said of a PDF's signatures, from its bytes and the trusted roots alone: no network,
 * no revocation. Never throws, whatever the bytes are.
 * @param rootsPem the only authorities that are trusted.
 */
export function createVerification(options: { rootsPem: string; clock: Clock }) {
  const trust: Trust = { anchors: readPem(options.rootsPem), clock: options.clock };
  return {
    async verify(pdf: Uint8Array): Promise<VerificationReport> {
      const report = { sha256: sha256Hex(pdf), bytes: pdf.length, notChecked: notChecked() };
      const refused = (problem: string) => ({ ...report, valid: false, signatures: [], problems: [problem] });
      if (Buffer.from(pdf.subarray(0, 5)).toString('latin1') !== '%PDF-')
        return refused('signing.problem.not-a-pdf');
      try {
        const file = await readPdf(pdf);
        if (file.encrypted) return refused('signing.problem.encrypted');
        if (file.guessed) return refused('signing.problem.damaged');
        const fields = listSignatureFields(file);
        const signatures = [];
        for (const field of fields.filter((each) => each.subFilter !== timestampSubFilter)) {
          signatures.push(await reportOn(pdf, file, field, trust));
        }
        if (signatures.length < fields.length)
          report.notChecked.push('signing.not-checked.document-timestamp');
        const problems = signatures.length === 0 ? ['signing.problem.no-signature'] : [];
        const valid = problems.length === 0 && signatures.every((each) => each.problems.length === 0);
        return { ...report, valid, pages: file.pages, signatures, problems };
      } catch {
        return refused('signing.problem.damaged');
      }
    },
  };
}

function notChecked(): string[] {
  return ['signing.not-checked.revocation', 'signing.not-checked.time', 'signing.not-checked.unsigned-parts'];
}

async function reportOn(
  pdf: Uint8Array,
  file: ReadablePdf,
  field: SignatureField,
  trust: Trust,
): Promise<SignatureReport> {
  const report: SignatureReport = {
    signerName: '',
    mark: 'seal',
    level: 'none',
    digestOk: false,
    chainOk: false,
    coversWholeFile: false,
    followedBy: 'content',
    problems: [],
    ...(field.claimedTime && { signedAt: field.claimedTime.toISOString() }),
    ...(field.claimedName !== undefined && { claimedName: field.claimedName }),
    ...(field.reason !== undefined && { reason: field.reason }),
  };
  const { problems } = report;
  if (field.subFilter !== 'ETSI.CAdES.detached') problems.push('signing.problem.sub-filter');
  const contents = field.contents ?? new Uint8Array();
  const range = field.byteRange as unknown as ByteRange;
  const isPlaced = range.length === 4;
  problems.push(...(isPlaced ? byteRangeProblems(pdf, range, contents) : ['signing.problem.byte-range']));
  if (isPlaced && !problems.includes('signing.problem.byte-range')) {
    const end = range[2] + range[3];
    report.byteRange = range;
    report.coversWholeFile = end === pdf.length;
    report.followedBy = report.coversWholeFile ? 'nothing' : await whatFollows(pdf, end, file);
    if (report.followedBy === 'content') problems.push('signing.problem.content-after');
  }
  const cms = readCms(contents);
  if ('problem' in cms) {
    problems.push(cms.problem);
    return report;
  }
  problems.push(...cms.problems);
  report.digestOk = isPlaced && sameBytes(digestOf(pdf, range, cms.digestAlgorithm), cms.messageDigest);
  if (!report.digestOk) problems.push('signing.problem.digest');
  checkSigner(report, cms.signer, cms.others, field, trust);
  if (problems.length === 0) report.level = 'B-B';
  return report;
}

function checkSigner(
  report: SignatureReport,
  signer: ReadCertificate,
  others: readonly ReadCertificate[],
  field: SignatureField,
  { anchors, clock }: Trust,
): void {
  report.signerName = signer.name;
  report.mark = signer.mark;
  report.certificateSha256 = signer.fingerprint;
  const at = clock.now();
  const found = findAnchor({ signer, others, anchors, at });
  report.problems.push(...signerProblems(signer, at));
  if ('problem' in found) report.problems.push(found.problem);
  else {
    report.chainOk = true;
    report.anchorName = found.anchor.name;
  }
  const claimed = field.claimedTime;
  if (claimed === undefined) report.problems.push('signing.problem.no-claimed-time');
  else if (claimed.getTime() > at.getTime() + clockToleranceMs)
    report.problems.push('signing.problem.future-time');
  else if (claimed < signer.validFrom || claimed > signer.validTo) {
    report.problems.push('signing.problem.time-outside-certificate');
  }
}

async function whatFollows(
  pdf: Uint8Array,
  end: number,
  file: ReadablePdf,
): Promise<'signatures' | 'content'> {
  try {
    const signed = await readPdf(pdf.slice(0, end));
    if (!endsWithRevision(pdf, end)) return 'content';
    return !signed.guessed && isOnlySignedFurther(signed, file) ? 'signatures' : 'content';
  } catch {
    return 'content';
  }
}

/** What was appended is a revision, with its own cross-reference section, and not bytes left after the end. */
function endsWithRevision(pdf: Uint8Array, end: number): boolean {
  const tail = Buffer.from(pdf.subarray(Math.max(end, pdf.length - 64))).toString('latin1');
  const offset = Number(/startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail)?.[1] ?? -1);
  return offset >= end;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
