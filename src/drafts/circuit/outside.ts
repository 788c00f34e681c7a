import type { Knex } from 'knex';
import { instantOf, parisDayOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { saltedHash, sha256Hex } from '../../kernel/hash.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import { subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import { demand, type Actor, type Fault, type State } from '../instruction.ts';
import { listAuthorIds, lockInstruction, type Instruction } from '../instructions-store.ts';
import { getDocument, insertDocument, listVersions } from '../versions-store.ts';
import { voidStanding } from '../voiding.ts';
import { approveWhenPassed } from './approving.ts';
import {
  insertOpinion,
  insertTransmission,
  listOpinions,
  listTransmissions,
  type OpinionWord,
} from './outside-store.ts';
import { openStep } from './progress.ts';
import { judgeReceived, typeOfReceived } from './received-file.ts';
import { findUnderReview } from './reviewing.ts';

/** `sha256`: of the document that the person had before their eyes; `to`: a person's words, erasable. */
export interface TypedTransmission {
  sha256: string;
  sentOn: string;
  to: string;
}

export interface TypedOpinion {
  sha256: string;
  opinion: OpinionWord;
  decision: 'given' | 'refused';
  givenOn: string;
  remark: string;
  file: { name: string; bytes: Uint8Array } | undefined;
}

/** The steps of a circuit that a body outside of the service passes: what it was sent, what it answered. */
export function createOutside(deps: DraftingDeps) {
  const { database, journal, clock } = deps;

  /** The step that awaits an outside body, on the document that was seen. */
  async function openOutside(trx: Knex.Transaction, instruction: Instruction, sha256: string) {
    const { version, circuit, situation } = await findUnderReview(deps, trx, instruction);
    const open = openStep(situation.progress);
    if (instruction.state !== 'in_review' || version === undefined || open?.step.kind !== 'outside')
      throw new AppError('conflict', 'no outside step is open', { messageKey: 'circuit.outside.not-open' });
    if (version.sha256 !== sha256) return undefined;
    return { version, step: open.step.number, correctedBy: circuit.corrects?.by };
  }

  return {
    /** Records that the document went out. Refused: another document, a day before the freeze or to come, twice. */
    async recordTransmission(
      actor: Actor,
      instructionId: string,
      typed: TypedTransmission,
    ): Promise<Outcome<null>> {
      demand(faultOfRecording(actor, { authorIds: [] }));
      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        const open = await openOutside(trx, instruction, typed.sha256);
        if (open === undefined) return otherDocument();
        const { version, step } = open;
        const bounds = { from: parisDayOf(new Date(version.frozenAt)), today: parisDayOf(clock.now()) };
        const fault = faultOfDay('sentOn', typed.sentOn, bounds);
        if (fault !== undefined) return refused(fault);
        if ((await listTransmissions(trx, [version.id])).some((sent) => sent.step === step))
          return refused({ field: '', key: 'circuit.outside.already-sent' });
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, typed.to);
        await insertTransmission(
          trx,
          {
            ...{ id: newId(), frozenVersionId: version.id, step, sentOn: typed.sentOn, wordsHash },
            ...{ recordedAt: instantOf(clock), recordedBy: actor.id },
          },
          { words: typed.to, fileName: '', salt },
        );
        await journal.append(trx, {
          type: 'outside.transmitted',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: {
            ...{ instruction: instructionId, version: version.number, step },
            ...{ sentOn: typed.sentOn, wordsHash },
          },
        });
        return accepted(null);
      });
    },

    /**
     * Records what the body answered, with the file received, and what is done of it: the step is passed, or
     * the text goes back to draft. Refused: a file that is none of those taken, a day before the sending, no
     * remark where the service does otherwise than the body says. Throws `forbidden` (an author, or who
     * corrected the text), `conflict`.
     */
    async recordOpinion(
      actor: Actor,
      instructionId: string,
      typed: TypedOpinion,
    ): Promise<Outcome<{ state: State }>> {
      const authorIds = await listAuthorIds(database, instructionId);
      demand(faultOfRecording(actor, { authorIds }));
      const kind = await judgeReceived(typed.file);
      if (!kind.ok) return kind;
      const { bytes, name } = typed.file ?? { bytes: new Uint8Array(), name: '' };
      if (needsRemark(typed) && typed.remark.trim() === '')
        return refused({ field: 'remark', key: 'circuit.outside.remark-required' });
      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        const open = await openOutside(trx, instruction, typed.sha256);
        if (open === undefined) return otherDocument();
        const { version, step, correctedBy } = open;
        if (correctedBy === actor.id) demand({ code: 'forbidden', key: 'circuit.outside.own-correction' });
        const sent = (await listTransmissions(trx, [version.id])).find((one) => one.step === step);
        if (sent === undefined) return refused({ field: '', key: 'circuit.outside.not-sent' });
        const bounds = { from: sent.sentOn, today: parisDayOf(clock.now()) };
        const fault = faultOfDay('givenOn', typed.givenOn, bounds);
        if (fault !== undefined) return refused(fault);
        const at = instantOf(clock);
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, typed.remark);
        const fileSha256 = sha256Hex(bytes);
        const { opinion, decision, givenOn } = typed;
        await insertDocument(trx, { sha256: fileSha256, mediaType: typeOfReceived(kind.value), bytes, at });
        await insertOpinion(
          trx,
          {
            ...{ id: newId(), frozenVersionId: version.id, step, opinion, decision, givenOn },
            ...{ sha256: version.sha256, fileSha256, fileKind: kind.value, wordsHash },
            ...{ recordedAt: at, recordedBy: actor.id },
          },
          { words: typed.remark, fileName: name.slice(0, 200), salt },
        );
        await journal.append(trx, {
          type: 'outside.opinion-recorded',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: {
            ...{ instruction: instructionId, version: version.number, step },
            ...{ opinion, decision, givenOn, fileSha256, wordsHash },
          },
        });
        if (decision === 'given')
          return accepted({ state: await approveWhenPassed(deps, trx, actor, instruction) });
        await voidStanding(deps, trx, { actor, instruction, cause: 'visa-refused' });
        return accepted({ state: 'draft' });
      });
    },

    /** What went out and what came back, of every version, oldest first. */
    async outsideOf(instructionId: string) {
      const ids = (await listVersions(database, instructionId)).map(({ id }) => id);
      return {
        transmissions: await listTransmissions(database, ids),
        opinions: await listOpinions(database, ids),
      };
    },

    /** The file received with an opinion on this text. Throws `not-found`. */
    async opinionFile(instructionId: string, opinionId: string) {
      const { opinions } = await this.outsideOf(instructionId);
      const found = opinions.find(({ id }) => id === opinionId);
      if (found === undefined) throw new AppError('not-found', 'no such opinion', { details: { opinionId } });
      const { fileSha256, fileKind } = found;
      return {
        bytes: await getDocument(database, fileSha256),
        kind: fileKind,
        type: typeOfReceived(fileKind),
      };
    },
  };
}

/** Staff record what passes outside; what follows from an opinion is not for an author of the text to say. */
export function faultOfRecording(
  { id, roles }: Actor,
  { authorIds }: { authorIds: readonly string[] },
): Fault | undefined {
  if (!roles.some((role) => ['drafter', 'reviewer', 'dispatcher'].includes(role)))
    return { code: 'forbidden', key: 'circuit.outside.staff-only' };
  return authorIds.includes(id) ? { code: 'forbidden', key: 'circuit.outside.own-text' } : undefined;
}

/** Whether the service does otherwise than the body says, or sends the text back: then it says why. */
export function needsRemark({ opinion, decision }: Pick<TypedOpinion, 'opinion' | 'decision'>): boolean {
  return decision === 'refused' || opinion === 'unfavourable';
}

function faultOfDay(
  field: string,
  day: string,
  { from, today }: { from: string; today: string },
): FieldError | undefined {
  if (day > today) return { field, key: 'circuit.outside.day-to-come' };
  return day < from ? { field, key: 'circuit.outside.day-before' } : undefined;
}

function otherDocument() {
  return refused({ field: '', key: 'drafts.visa.other-document' });
}
