import { parisDayOf } from '../kernel/clock.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { DraftingDeps } from './drafting-deps.ts';
import type { Actor } from './instruction.ts';
import type { SignatureReport, VerificationReport } from './ports.ts';
import { addsTo, findReadyToSign, recordSigned } from './signed-record.ts';
import type { SignedRecord } from './versions-store.ts';

/** A signatory's own computer may be a little ahead of or behind the server. */
const clockToleranceMs = 5 * 60 * 1000;

type Proven = SignatureReport & {
  kind: 'signature' | 'seal';
  level: string;
  at: string;
  certificateSha256: string;
};

/** The signatory's own tool and card: the frozen PDF goes out, and comes back signed. */
export function createOutsideSignature(deps: DraftingDeps) {
  const { clock, signing } = deps;
  return {
    /**
     * Accepts a signed file that was brought back, if it is the frozen bytes followed by exactly one
     * valid signature that covers everything. Its mark, name and level are those of the file; its day is
     * the one that the signature gives. Refused, with nothing written: any other file (field `fichier`),
     * another day than the letter's, a delegation that ended. Throws as `sign`.
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
      if (!addsTo(frozen, file)) return refusedFile('drafts.outside.other-file');
      const proven = onlySignature(await signing.verify(file));
      if (!proven.ok) return proven;
      const { kind, level, signer, at, certificateSha256 } = proven.value;
      const signedAt = new Date(at);
      if (signedAt.getTime() < new Date(version.frozenAt).getTime() - clockToleranceMs)
        return refusedFile('drafts.outside.before-freeze');
      if (signedAt.getTime() > clock.now().getTime() + clockToleranceMs)
        return refusedFile('drafts.outside.in-the-future');
      const signedOn = parisDayOf(signedAt);
      const fault = dayFault(signedOn);
      if (fault !== undefined) return refused({ ...fault, field: 'fichier' });
      return recordSigned(deps, actor, ready.value, {
        how: 'outside',
        pdf: file,
        mark: kind,
        level,
        certificateSha256,
        signedAt: signedAt.toISOString(),
        signedOn,
        signatoryName: signer,
      });
    },
  };
}

/** The one signature of a file that bears nothing else; each reason of a refusal is said. */
function onlySignature(report: VerificationReport): Outcome<Proven> {
  const reasons = [...report.problems, ...report.signatures.flatMap((each) => each.reasons)];
  if (reasons.length > 0 || !report.valid) {
    const said: FieldError[] = [...new Set(reasons)].map((key) => ({ field: 'fichier', key }));
    return refused({ field: 'fichier', key: 'drafts.outside.not-valid' }, ...said);
  }
  const [only, ...others] = report.signatures;
  if (only === undefined || others.length > 0 || only.kind === 'timestamp')
    return refusedFile('drafts.outside.several');
  if (!only.coversWholeFile || only.additions.length > 0) return refusedFile('drafts.outside.not-whole');
  if (only.level === null || only.at === null || only.certificateSha256 === undefined)
    return refusedFile('drafts.outside.no-level');
  return accepted(only as Proven);
}

function refusedFile(key: string) {
  return refused({ field: 'fichier', key });
}
