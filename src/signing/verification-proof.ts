import { createHash } from 'node:crypto';
import { findAnchor, signerProblems } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { digestOf } from './pades.ts';
import { checkTimestamp, readTimestampToken } from './timestamp-token.ts';
import type { Entry } from './verification-entry.ts';
import { readEvidence, revocationOf, type Evidence } from './verification-revocation.ts';

/** A document timestamp that holds: all that stands before `end` existed at `at`. */
export interface Proof {
  at: Date;
  end: number;
  by: string;
  /** What the file carried when it was stamped: that data is protected by the timestamp. */
  evidence: Evidence | undefined;
}

export interface Judging {
  pdf: Uint8Array;
  anchors: readonly ReadCertificate[];
  evidence: Evidence;
  now: Date;
  /** The document timestamps found to hold so far; judging goes from the last of the file to the first. */
  proofs: Proof[];
}

const clockToleranceMs = 5 * 60 * 1000;

/** Judges a document timestamp at the instant that a later one proves, else now; when it holds, it proves. */
export function judgeTimestamp(entry: Entry, judging: Judging): void {
  const { report, token } = entry;
  const range = report.byteRange;
  if (token === undefined || range === undefined) return;
  const { pdf, anchors, evidence, now } = judging;
  const at = earliest(entry, judging)?.at ?? now;
  const checked = checkTimestamp(token, {
    digestOf: (algorithm) => digestOf(pdf, range, algorithm),
    anchors,
    others: evidence.certificates,
    at,
  });
  report.reasons.push(...checked.problems);
  report.at = token.at.toISOString();
  report.proof = 'itself';
  report.provenBy = token.signer.name;
  report.intact = !checked.problems.some((key) => /timestamp-(imprint|signature)$/.test(key));
  if (token.at.getTime() > at.getTime() + clockToleranceMs)
    report.reasons.push('signing.problem.future-time');
  if (checked.anchor !== undefined) {
    report.trusted = true;
    report.anchorName = checked.anchor.name;
    report.revocation = revocationOf(checked.path, checked.anchor, evidence, { at, now });
    if (report.revocation === 'revoked') report.reasons.push('signing.problem.timestamp-revoked');
  }
  if (report.reasons.length > 0) return;
  const stamped = entry.after?.signed;
  judging.proofs.push({
    at: token.at,
    end: entry.end,
    by: token.signer.name,
    evidence: stamped && readEvidence(stamped),
  });
}

/** Judges a signature or a seal: when it was made, whether its certificate was good then, its level. */
export function judgeSignature(entry: Entry, judging: Judging): void {
  const { report, cms, field } = entry;
  if (cms === undefined) return;
  const { anchors, evidence, now } = judging;
  const archived = earliest(entry, judging);
  const stamp = judgeOwnStamps(entry, judging, archived?.at ?? now);
  const proof = stamp ?? (archived && { ...archived, revocation: 'good' as const });
  const at = proof?.at ?? now;
  if (proof !== undefined) {
    report.at = at.toISOString();
    report.proof = stamp === undefined ? 'document-timestamp' : 'signature-timestamp';
    report.provenBy = proof.by;
  }
  checkClaimedTime(entry, now);
  report.reasons.push(...signerProblems(cms.signer, at));
  const others = [...cms.others, ...evidence.certificates];
  const found = findAnchor({ signer: cms.signer, others, anchors, at });
  if ('problem' in found) {
    report.reasons.push(found.problem);
    return;
  }
  report.trusted = true;
  report.anchorName = found.anchor.name;
  report.revocation = revocationOf(found.path, found.anchor, evidence, { at, now });
  if (report.revocation === 'revoked') report.reasons.push('signing.problem.revoked');
  if (report.revocation === 'unknown') report.reasons.push('signing.problem.revocation-unknown');
  const isBaseline = report.remarks.length === 0 && field.subFilter === 'ETSI.CAdES.detached';
  if (report.reasons.length > 0 || !isBaseline) return;
  report.level = 'B-B';
  if (proof === undefined) return;
  report.level = 'B-T';
  if (report.revocation !== 'good' || proof.revocation !== 'good') return;
  report.level = 'B-LT';
  const isKept = judging.proofs.some(
    (each) =>
      each.end >= entry.end &&
      each.evidence !== undefined &&
      revocationOf(found.path, found.anchor, each.evidence, { at, now }) === 'good',
  );
  if (isKept) report.level = 'B-LTA';
}

/** The signature timestamps of the CMS; the earliest that holds. One that does not hold refuses the signature. */
function judgeOwnStamps({ report, cms }: Entry, judging: Judging, at: Date) {
  const { anchors, evidence, now } = judging;
  const holding = (cms?.timestampTokens ?? []).flatMap((der) => {
    const token = readTimestampToken(der);
    if ('problem' in token) {
      report.reasons.push(token.problem);
      return [];
    }
    const checked = checkTimestamp(token, {
      digestOf: (algorithm) => createHash(algorithm).update(cms!.signatureValue).digest(),
      anchors,
      others: evidence.certificates,
      at,
    });
    const problems = [...checked.problems];
    if (token.at.getTime() > at.getTime() + clockToleranceMs) problems.push('signing.problem.future-time');
    const revocation = checked.anchor && revocationOf(checked.path, checked.anchor, evidence, { at, now });
    if (revocation === 'revoked') problems.push('signing.problem.timestamp-revoked');
    report.reasons.push(...problems);
    return problems.length > 0 ? [] : [{ at: token.at, by: token.signer.name, revocation }];
  });
  return holding.toSorted((one, other) => one.at.getTime() - other.at.getTime())[0];
}

/** The earliest instant at which a document timestamp saw this entry. */
function earliest(entry: Entry, { proofs }: Judging): Proof | undefined {
  return proofs
    .filter(({ end }) => end > entry.end)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())[0];
}

function checkClaimedTime({ report, field, cms }: Entry, now: Date): void {
  const claimed = field.claimedTime;
  const { validFrom, validTo } = cms!.signer;
  if (claimed === undefined) report.remarks.push('signing.remark.no-claimed-time');
  else if (claimed.getTime() > now.getTime() + clockToleranceMs)
    report.reasons.push('signing.problem.future-time');
  else if (claimed < validFrom || claimed > validTo)
    report.reasons.push('signing.problem.time-outside-certificate');
}
