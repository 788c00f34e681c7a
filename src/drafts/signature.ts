import { AppError } from '../kernel/errors.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { DraftingDeps } from './drafting-deps.ts';
import type { Actor } from './instruction.ts';
import { addsTo, dayFaultsOf, findReadyToSign, recordSigned } from './signed-record.ts';
import { findStandingVersion, type SignedRecord } from './versions-store.ts';

/** The act itself: the frozen bytes, and the signature that only adds to them. */
export function createSignature(deps: DraftingDeps) {
  const { clock, signing } = deps;
  return {
    /** What forbids to sign the standing version today, by its letter's date or by a delegation's period. */
    async faultOfToday(instructionId: string): Promise<FieldError | undefined> {
      const version = await findStandingVersion(deps.database, instructionId);
      return version && (await dayFaultsOf(deps.database, version))(parisDayOf(clock.now()));
    },

    /**
     * Signs the approved version with the signatory's key that this installation holds; the signing
     * itself happens outside of any transaction. Done twice at once, or killed in the middle, it leaves
     * exactly one signed version or none.
     * `options.sha256` is the frozen hash that the signatory was shown. Refused: another document,
     * another day than the letter's, a delegation that ended. Throws `forbidden` (role, own text) and
     * `conflict` (state).
     */
    async sign(
      actor: Actor,
      instructionId: string,
      options: { sha256?: string } = {},
    ): Promise<Outcome<SignedRecord>> {
      const ready = await findReadyToSign(deps, actor, instructionId, options.sha256);
      if (!ready.ok) return ready;
      const { frozen, title, dayFault } = ready.value;
      const signedAt = clock.now();
      const signedOn = parisDayOf(signedAt);
      const fault = dayFault(signedOn);
      if (fault !== undefined) return refused(fault);
      const signed = await signing.signAct(frozen, { signatoryName: actor.name, reason: title });
      if (!addsTo(frozen, signed.pdf))
        throw new AppError('internal', 'the signature changed the frozen bytes');
      const { pdf, mark, level, certificateSha256, loweredBy } = signed;
      return recordSigned(deps, actor, ready.value, {
        how: 'here',
        pdf,
        mark,
        level,
        certificateSha256,
        signedAt: signedAt.toISOString(),
        signedOn,
        signatoryName: actor.name,
        ...(loweredBy !== undefined && { loweredBy }),
      });
    },
  };
}
