import { byteRangeProblems } from './byte-range.ts';
import { derLength, readCms, type CmsReading } from './cms-reading.ts';
import { digestOf, type ByteRange } from './pades.ts';
import type { ReadablePdf } from './pdf-file.ts';
import type { SignatureField } from './signature-fields.ts';
import { readTimestampToken, type TimestampReading } from './timestamp-token.ts';
import { whatFollows, type Aftermath } from './verification-additions.ts';
import type { SignatureReport } from './verification-report.ts';

/** One signature field read on its own: where it stands, what it holds; no time and no trust yet. */
export interface Entry {
  field: SignatureField;
  report: SignatureReport;
  /** Where the signed stretch ends; 0 when it stands nowhere. */
  end: number;
  after?: Aftermath;
  cms?: CmsReading;
  token?: TimestampReading;
}

const timestampSubFilter = 'ETSI.RFC3161';
const baselineSubFilter = 'ETSI.CAdES.detached';
/** ISO 32000-1's own detached form: it holds a CMS too, below the PAdES baseline. */
const olderSubFilter = 'adbe.pkcs7.detached';

export async function readEntry(pdf: Uint8Array, file: ReadablePdf, field: SignatureField): Promise<Entry> {
  const report = emptyReport(field);
  const entry: Entry = { field, report, end: 0 };
  if (field.subFilter === olderSubFilter) report.remarks.push('signing.remark.older-form');
  else if (field.subFilter !== baselineSubFilter && field.subFilter !== timestampSubFilter)
    report.reasons.push('signing.problem.sub-filter');
  const contents = field.contents ?? new Uint8Array();
  const range = field.byteRange as unknown as ByteRange;
  const isPlaced = range.length === 4;
  report.reasons.push(
    ...(isPlaced ? byteRangeProblems(pdf, range, contents) : ['signing.problem.byte-range']),
  );
  if (isPlaced && !report.reasons.includes('signing.problem.byte-range')) {
    entry.end = range[2] + range[3];
    report.byteRange = range;
    report.coversWholeFile = entry.end === pdf.length;
    entry.after = await whatFollows(pdf, entry.end, file);
    if (entry.after.content) report.reasons.push('signing.problem.content-after');
  }
  if (report.kind === 'timestamp') readToken(entry, contents);
  else readSignature(entry, contents, isPlaced ? (algorithm) => digestOf(pdf, range, algorithm) : undefined);
  return entry;
}

function emptyReport(field: SignatureField): SignatureReport {
  return {
    kind: field.subFilter === timestampSubFilter ? 'timestamp' : 'seal',
    signer: '',
    level: null,
    at: null,
    intact: false,
    trusted: false,
    revocation: 'not-checked',
    coversWholeFile: false,
    additions: [],
    reasons: [],
    proof: 'none',
    remarks: [],
    ...(field.claimedTime && {
      at: field.claimedTime.toISOString(),
      claimedAt: field.claimedTime.toISOString(),
    }),
    ...(field.claimedName !== undefined && { claimedName: field.claimedName }),
    ...(field.reason !== undefined && { claimedReason: field.reason }),
  };
}

function readSignature(
  entry: Entry,
  contents: Uint8Array,
  digestBy: ((algorithm: string) => Uint8Array) | undefined,
): void {
  const { report } = entry;
  const cms = readCms(contents);
  if ('problem' in cms) {
    report.reasons.push(cms.problem);
    return;
  }
  entry.cms = cms;
  report.reasons.push(...cms.problems);
  report.remarks.push(...cms.remarks);
  const isSame =
    digestBy !== undefined && Buffer.compare(digestBy(cms.digestAlgorithm), cms.messageDigest) === 0;
  if (!isSame) report.reasons.push('signing.problem.digest');
  report.intact = isSame && !cms.problems.includes('signing.problem.signature-value');
  report.kind = cms.signer.mark;
  report.signer = cms.signer.name;
  report.certificateSha256 = cms.signer.fingerprint;
}

/** Its imprint and its chain are held against the file once it is known what vouches for its own time. */
function readToken(entry: Entry, contents: Uint8Array): void {
  const { report } = entry;
  const length = derLength(contents);
  const token =
    length === undefined || length > contents.length
      ? { problem: 'signing.problem.timestamp-unreadable' }
      : readTimestampToken(contents.slice(0, length));
  if ('problem' in token) {
    report.reasons.push(token.problem);
    return;
  }
  if (contents.subarray(length).some((byte) => byte !== 0)) report.reasons.push('signing.problem.padding');
  entry.token = token;
  report.signer = token.signer.name;
  report.certificateSha256 = token.signer.fingerprint;
}
