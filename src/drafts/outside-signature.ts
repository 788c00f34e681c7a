import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { DraftingDeps } from './drafting-deps.ts';
import type { Actor } from './instruction.ts';
import type { Level, SignatureReport, VerificationReport } from './ports.ts';
import { addsTo, findReadyToSign, recordSigned } from './signed-record.ts';
import type { SignedRecord } from './versions-store.ts';

/** A signatory's own computer may be a little ahead of or behind the server. */
const clockToleranceMs = 5 * 60 * 1000;

type Proven = SignatureReport & {
  kind: 'signature' | 'seal';
  level: Level;
  at: string;
  certificateSha256: string;
};

/** The signatory's own tool and card: the frozen PDF goes out, and comes back signed. */
export function createOutsideSignature(deps: DraftingDeps) {
  const { clock, signing } = deps;
  return {
    /**
     * Accepts a signed file that was brought back, if it is the frozen bytes followed by exactly one valid
     * signature over everything, and at most by what makes that signature last (validation data, document
     * timestamps). What it lacks of that is added after it, when the services answer. Its mark and name are
     * those of the file; its day is the one that the signature gives. Refused, with nothing written: any
     * other file (field `fichier`), another day than the letter's, a delegation that does not hold that
     * day. Throws as `sign`.
     */
    async signOutside(
      actor: Actor,
      instructionId: string,
      returned: { sha256?: string; file: Uint8Array },
    ): Promise<Outcome<SignedRecord>> {
      const ready = await findReadyToSign(deps, actor, instructionId, returned.sha256);
      if (!ready.ok) return ready;
      const { frozen, version, dayFault } = ready.value;
      const { file } = returned;
      if (Buffer.compare(file, frozen) === 0) return refusedFile('drafts.outside.not-signed');
      if (!isPdf(file)) return refusedFile('drafts.outside.not-a-pdf');
      if (!addsTo(frozen, file)) return refusedFile('drafts.outside.other-file');
      const report = await signing.verify(file, frozen.length);
      const proven = onlySignature(report);
      if (!proven.ok) return proven;
      const { kind, signer, at, claimedAt, certificateSha256 } = proven.value;
      // The signer's own time, not the later one that a timestamp proves: it is when the act was signed.
      const signedAt = new Date(claimedAt ?? at);
      if (signedAt.getTime() < new Date(version.frozenAt).getTime() - clockToleranceMs)
        return refusedFile('drafts.outside.before-freeze');
      if (signedAt.getTime() > clock.now().getTime() + clockToleranceMs)
        return refusedFile('drafts.outside.in-the-future');
      const signedOn = parisDayOf(signedAt);
      const fault = dayFault(signedOn);
      if (fault !== undefined) return refused({ ...fault, field: 'fichier' });
      const raised = await raise(file, proven.value);
      if (!raised.ok) return raised;
      return recordSigned(deps, actor, ready.value, {
        ...raised.value,
        how: 'outside',
        mark: kind,
        certificateSha256,
        signedAt: signedAt.toISOString(),
        signedOn,
        signatoryName: signer,
      });
    },
  };

  /** The file at the level of this installation; refused when its signer turns out to be revoked. */
  async function raise(file: Uint8Array, { level, at, proof }: Proven) {
    try {
      // What a timestamp proves is judged then; the rest rests on a chain that holds now.
      const heldAt = proof === 'none' ? clock.now() : new Date(at);
      return accepted(await signing.raise(file, { level, at: heldAt }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict' || error.messageKey === undefined)
        throw error;
      return refused({ field: 'fichier', key: error.messageKey, params: error.params });
    }
  }
}

/** The one signature of a file, and nothing but what makes it last; each reason of a refusal is said. */
function onlySignature(report: VerificationReport): Outcome<Proven> {
  const reasons = [...report.problems, ...report.signatures.flatMap((each) => each.reasons)];
  if (reasons.length > 0 || !report.valid) return refusedFile('drafts.outside.not-valid', reasons);
  const [only, ...others] = report.signatures.filter(({ kind }) => kind !== 'timestamp');
  if (only === undefined || others.length > 0) return refusedFile('drafts.outside.several');
  if (report.since !== 'only-signed') return refusedFile('drafts.outside.changed');
  if (only.level === null || only.at === null || only.certificateSha256 === undefined)
    return refusedFile('drafts.outside.no-level', only.remarks);
  return accepted(only as Proven);
}

function isPdf(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, 5)).toString('latin1') === '%PDF-';
}

function refusedFile(key: string, why: readonly string[] = []) {
  const said = [...new Set(why)].map((each): FieldError => ({ field: 'fichier', key: each }));
  return refused({ field: 'fichier', key }, ...said);
}
