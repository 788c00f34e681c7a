import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { faultOfDelegation } from './delegation.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { demand, faultOfSignature, faultOfSigningDay, type Actor } from './instruction.ts';
import { getInstruction, listAuthorIds, lockInstruction, markState } from './instructions-store.ts';
import { getRevision } from './revisions-store.ts';
import {
  findSigned,
  findStandingVersion,
  getDocument,
  insertDocument,
  insertSigned,
  type FrozenVersion,
  type SignedRecord,
} from './versions-store.ts';

/** An approved version on the signatory's desk. */
export interface ReadyToSign {
  instructionId: string;
  title: string;
  authorIds: string[];
  version: FrozenVersion;
  frozen: Uint8Array;
  /** See `dayFaultsOf`. */
  dayFault(signedOn: string): ReturnType<typeof faultOfSigningDay>;
}

/** What a way of signing made, outside of any transaction. */
export interface MadeSignature {
  how: SignedRecord['how'];
  pdf: Uint8Array;
  mark: string;
  level: string;
  certificateSha256: string;
  /** The instant of the electronic signature or seal; `signedOn` is the act's day, in Paris. */
  signedAt: string;
  signedOn: string;
  signatoryName: string;
  quality?: string;
  /** Why the level is lower than the one aimed at (key of a sentence), kept and journaled. */
  loweredBy?: string;
}

/**
 * The version that may be signed now, by this person. `sha256` is the frozen hash that they were shown.
 * Refused: another document. Throws `forbidden` (role, own text) and `conflict` (state).
 */
export async function findReadyToSign(
  deps: DraftingDeps,
  actor: Actor,
  instructionId: string,
  sha256: string | undefined,
): Promise<Outcome<ReadyToSign>> {
  const { database } = deps;
  const { state, title } = await getInstruction(database, instructionId);
  const authorIds = await listAuthorIds(database, instructionId);
  demand(faultOfSignature(actor, { state, authorIds }));
  const version = await findStandingVersion(database, instructionId);
  if (version === undefined || version.sha256 !== (sha256 ?? version.sha256)) return otherDocument();
  const frozen = await getDocument(database, version.sha256);
  if (sha256Hex(frozen) !== version.sha256)
    throw new AppError('internal', 'the frozen bytes do not match their hash');
  const dayFault = await dayFaultsOf(database, version);
  return accepted({ instructionId, title, authorIds, version, frozen, dayFault });
}

/** What forbids to sign that version on a day, by the letter's own date or the period of a delegation. */
export async function dayFaultsOf(
  database: DraftingDeps['database'],
  version: Pick<FrozenVersion, 'instructionId' | 'revision' | 'letterOn'>,
): Promise<ReadyToSign['dayFault']> {
  const { fields } = await getRevision(database, version.instructionId, version.revision);
  return (signedOn) =>
    faultOfSigningDay(version.letterOn ?? undefined, signedOn) ?? faultOfDelegation(fields, signedOn);
}

/**
 * Writes the signed version, its state and its journal line in one transaction: twice at once, or killed
 * at any step, there is one signed version or none, and nothing to repair at the next start.
 */
export async function recordSigned(
  deps: DraftingDeps,
  actor: Actor,
  ready: ReadyToSign,
  made: MadeSignature,
): Promise<Outcome<SignedRecord>> {
  const { database, journal, log, clock } = deps;
  const { instructionId, version, authorIds } = ready;
  const { pdf, signatoryName, quality, loweredBy, ...kept } = made;
  const sha256 = sha256Hex(pdf);
  return database.transaction(async (trx) => {
    const instruction = await lockInstruction(trx, instructionId);
    const already = await findSigned(trx, instructionId);
    if (already?.signedBy === actor.id) {
      log.info({ instruction: instructionId }, 'signed twice at once: the first signature stands');
      return accepted(already);
    }
    demand(faultOfSignature(actor, { state: instruction.state, authorIds }));
    if ((await findStandingVersion(trx, instructionId))?.id !== version.id) return otherDocument();
    const at = clock.now().toISOString();
    const record: SignedRecord = {
      id: newId(),
      instructionId,
      frozenVersionId: version.id,
      sha256,
      signedBy: actor.id,
      loweredBy: loweredBy ?? null,
      ...kept,
    };
    await insertDocument(trx, { sha256, mediaType: 'application/pdf', bytes: pdf, at });
    await insertSigned(trx, record, { name: signatoryName, quality: quality ?? null });
    await markState(trx, { id: instructionId, from: 'approved', to: 'signed', at });
    const { mark, level, certificateSha256, how, signedOn } = kept;
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
        how,
        signedOn,
        ...(loweredBy !== undefined && { loweredBy }),
      },
    });
    return accepted(record);
  });
}

/** The file is the frozen bytes and something after them: an incremental update. */
export function addsTo(frozen: Uint8Array, signed: Uint8Array): boolean {
  return signed.length > frozen.length && Buffer.compare(signed.subarray(0, frozen.length), frozen) === 0;
}

function otherDocument() {
  return refused({ field: '', key: 'drafts.sign.other-document' });
}
