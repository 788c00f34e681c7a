import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { refused, type Outcome } from '../kernel/outcome.ts';
import type { DraftingDeps } from './drafting-deps.ts';
import type { Actor } from './instruction.ts';
import { findReadyToSign, recordSigned } from './signed-record.ts';
import type { SignedRecord } from './versions-store.ts';

/** A paper that was signed with a pen: its scan is kept under the service's seal. */
export function createHandSignature(deps: DraftingDeps) {
  const { clock, signing } = deps;
  return {
    /**
     * Records a handwritten signature: who signed, in what quality, on which day, and the scan of the
     * paper. The seal vouches for the copy only: the document is « scellée », and the act's day is the
     * recorded one, never the seal's.
     * @param paper.reason written in the seal, in French; `signedOn` a Paris day.
     * Refused: a day to come or before the freeze, another than the letter's, a delegation that ended, a
     * file that cannot be sealed. Throws as `sign`.
     */
    async recordHandSignature(
      actor: Actor,
      instructionId: string,
      paper: {
        sha256?: string;
        scan: Uint8Array;
        signatoryName: string;
        quality: string;
        signedOn: string;
        reason: string;
      },
    ): Promise<Outcome<SignedRecord>> {
      const ready = await findReadyToSign(deps, actor, instructionId, paper.sha256);
      if (!ready.ok) return ready;
      const { frozen, version, dayFault } = ready.value;
      const { scan, signedOn, signatoryName, quality, reason } = paper;
      const now = clock.now();
      const onDay = (key: string) => refused({ field: 'signedOn', key });
      if (signedOn > parisDayOf(now)) return onDay('drafts.hand.in-the-future');
      if (signedOn < parisDayOf(new Date(version.frozenAt))) return onDay('drafts.hand.before-freeze');
      const fault = dayFault(signedOn);
      if (fault !== undefined) return refused({ ...fault, field: 'signedOn' });
      if (Buffer.compare(scan, frozen) === 0) return onFile('drafts.hand.not-a-scan');
      const sealed = await sealOrRefuse(scan, reason);
      if (typeof sealed === 'string') return onFile(sealed);
      const { pdf, mark, level, certificateSha256, loweredBy } = sealed;
      return recordSigned(deps, actor, ready.value, {
        how: 'by-hand',
        pdf,
        mark,
        level,
        certificateSha256,
        signedAt: now.toISOString(),
        signedOn,
        signatoryName,
        quality,
        ...(loweredBy !== undefined && { loweredBy }),
      });
    },
  };

  /** The sealed copy, or the key of the sentence that says why the file cannot be sealed. */
  async function sealOrRefuse(scan: Uint8Array, reason: string) {
    try {
      return await signing.seal(scan, { reason });
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid') return 'drafts.hand.cannot-be-sealed';
      throw error;
    }
  }
}

function onFile(key: string) {
  return refused({ field: 'fichier', key });
}
