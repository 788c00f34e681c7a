import { AppError } from '../kernel/errors.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { demand, faultOfSignature, faultOfSigningDay, type Actor } from './instruction.ts';
import { getInstruction, listAuthorIds, lockInstruction, markState } from './instructions-store.ts';
import {
  findSigned,
  findStandingVersion,
  getDocument,
  insertDocument,
  insertSigned,
  type SignedRecord,
} from './versions-store.ts';

/** The act itself: the frozen bytes, and the signature that only adds to them. */
export function createSignature(deps: DraftingDeps) {
  const { database, journal, clock, signing, log } = deps;
  return {
    /**
     * Signs the approved version; the signing itself happens outside of any transaction. Done twice
     * at once, or killed in the middle, it leaves exactly one signed version or none.
     * `options.sha256` is the frozen hash that the signatory was shown. Refused: another document,
     * another day than the letter's. Throws `forbidden` (role, own text) and `conflict` (state).
     */
    async sign(
      actor: Actor,
      instructionId: string,
      options: { sha256?: string } = {},
    ): Promise<Outcome<SignedRecord>> {
      const seen = await getInstruction(database, instructionId);
      const authorIds = await listAuthorIds(database, instructionId);
      demand(faultOfSignature(actor, { state: seen.state, authorIds }));
      const version = await findStandingVersion(database, instructionId);
      if (version === undefined || version.sha256 !== (options.sha256 ?? version.sha256)) {
        return refused({ field: '', key: 'drafts.sign.other-document' });
      }
      const signedAt = clock.now();
      const signedOn = parisDayOf(signedAt);
      const dayFault = faultOfSigningDay(version.letterOn ?? undefined, signedOn);
      if (dayFault !== undefined) return refused(dayFault);

      const frozen = await getDocument(database, version.sha256);
      if (sha256Hex(frozen) !== version.sha256)
        throw new AppError('internal', 'the frozen bytes do not match their hash');
      const signed = await signing.signAct(frozen, { signatoryName: actor.name, reason: seen.title });
      if (!addsTo(frozen, signed.pdf))
        throw new AppError('internal', 'the signature changed the frozen bytes');
      const sha256 = sha256Hex(signed.pdf);

      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        const already = await findSigned(trx, instructionId);
        if (already?.signedBy === actor.id) {
          log.info({ instruction: instructionId }, 'signed twice at once: the first signature stands');
          return accepted(already);
        }
        demand(faultOfSignature(actor, { state: instruction.state, authorIds }));
        if ((await findStandingVersion(trx, instructionId))?.id !== version.id) {
          return refused({ field: '', key: 'drafts.sign.other-document' });
        }
        const at = signedAt.toISOString();
        const { mark, level, certificateSha256 } = signed;
        const record: SignedRecord = {
          id: newId(),
          instructionId,
          frozenVersionId: version.id,
          sha256,
          mark,
          level,
          certificateSha256,
          signedAt: at,
          signedOn,
          signedBy: actor.id,
        };
        await insertDocument(trx, { sha256, mediaType: 'application/pdf', bytes: signed.pdf, at });
        await insertSigned(trx, record, actor.name);
        await markState(trx, { id: instructionId, from: 'approved', to: 'signed', at });
        await journal.append(trx, {
          type: 'instruction.signed',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: {
            instruction: instructionId,
            version: version.number,
            frozenSha256: version.sha256,
            sha256,
            mark,
            level,
            certificateSha256,
          },
        });
        return accepted(record);
      });
    },
  };
}

// The signed file is the frozen bytes plus the signature, nothing else (an incremental update).
function addsTo(frozen: Uint8Array, signed: Uint8Array): boolean {
  return signed.length > frozen.length && Buffer.compare(signed.subarray(0, frozen.length), frozen) === 0;
}
