import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { createAmending } from './amending.ts';
import { createCircuits } from './circuit/circuits.ts';
import { createCorrecting } from './circuit/correcting.ts';
import { createDelegations } from './circuit/delegations.ts';
import { createOutside } from './circuit/outside.ts';
import { createReviewing } from './circuit/reviewing.ts';
import { createChecks } from './checks/checks.ts';
import { createComments } from './comments/comments.ts';
import { createCreation } from './creation.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { createImages } from './images/images.ts';
import { createReferences } from './references/references.ts';
import { createEditing } from './editing.ts';
import { createFreezing } from './freezing.ts';
import type { State } from './instruction.ts';
import { lockInstruction, markState, type Instruction } from './instructions-store.ts';
import { createPassages } from './passages/passages.ts';
import { createPreviews } from './preview/previews.ts';
import { createReading } from './reading.ts';
import { createResuming } from './resuming.ts';
import { createRenewal } from './renewal.ts';
import { createRelatedTexts } from './related-texts.ts';
import { createRepeals } from './repeals/repeals.ts';
import { createRollingOver } from './rolling-over/rolling-over.ts';
import { createHandSignature } from './hand-signature.ts';
import { createOutsideSignature } from './outside-signature.ts';
import { createHistory } from './history/history.ts';
import { createSignature } from './signature.ts';
import { createTemplateUpdates } from './template-updates/template-updates.ts';
import { createVisas } from './visas.ts';
import { createSavingTyped } from './working-copies/saving-typed.ts';
import { createWorkingCopies } from './working-copies/working-copies.ts';

export { comparisonModel } from './history/comparison-page.ts';
export { countChanges, type ComparedPart } from './history/comparing.ts';
export { contactOf } from './contact.ts';
export { createVisaReminding, type VisaReminding } from './circuit/reminding.ts';
export { endsText, weightiest } from './corrections.ts';
export { states, type Actor, type State } from './instruction.ts';
export { stepperOf } from './stepper.ts';
export { afterModel, instructionFrame, instructionPage, stateLabel } from './instruction-frame.ts';
export { keptModel, proofModel } from './document-page.ts';
export { recogniseDocument, type Recognised } from './recognition.ts';
export type { Instruction, InstructionFilters } from './instructions-store.ts';
export { getDocument, insertDocument, listDocumentsAfter } from './versions-store.ts';
export type { FrozenVersion, SignedRecord } from './versions-store.ts';
export type { KeptAct } from './renewed-versions-store.ts';
export { createRenderingCheck } from './rendering-check.ts';
export type { Submission } from './submission.ts';

export type Instructions = ReturnType<typeof createInstructions>;
export type SignedVersion = NonNullable<Awaited<ReturnType<Instructions['signedVersion']>>>;

/** The room's face: an instruction from its first word to its signature, and its states afterwards. */
export function createInstructions(given: DraftingDeps) {
  const previews = createPreviews(given);
  const deps: DraftingDeps = { ...given, pagesOf: previews.pagesOf };
  const { journal, clock, signing } = deps;

  async function move(trx: Knex.Transaction, id: string, from: State, to: State): Promise<void> {
    if (await markState(trx, { id, from, to, at: instantOf(clock) })) return;
    throw new AppError('conflict', `instruction is not ${from}`, {
      messageKey: `drafts.state.not-${from}`,
      details: { id },
    });
  }

  const amending = createAmending(deps);
  const editing = createEditing(deps);
  const passages = createPassages(deps);
  return {
    ...createReading(deps),
    ...createCreation(deps),
    ...amending,
    ...editing,
    ...createWorkingCopies(deps),
    ...createSavingTyped(deps, editing),
    ...previews,
    ...createHistory(deps, editing),
    ...createFreezing(deps),
    checksOf: createChecks(deps).checksOf,
    ...passages,
    ...createRollingOver(deps, passages),
    ...createRepeals(deps),
    ...createRelatedTexts(deps),
    ...createComments(deps),
    ...createCircuits(deps),
    ...createDelegations(deps),
    ...createReviewing(deps),
    ...createCorrecting(deps),
    ...createOutside(deps),
    ...createTemplateUpdates(deps),
    ...createVisas(deps),
    ...createResuming(deps),
    ...createSignature(deps),
    ...createOutsideSignature(deps),
    ...createHandSignature(deps),
    ...createRenewal(deps),
    ...createImages(deps),
    listCitable: createReferences(deps).listCitable,

    /**
     * Holds the instruction's row until the transaction ends: what is decided on its state is still so when
     * it is written. Throws `not-found`.
     */
    lock: (trx: Knex.Transaction, instructionId: string): Promise<Instruction> =>
      lockInstruction(trx, instructionId),

    /** What the two keys and their services can do today: see the signing room's pre-flight. */
    preflight: () => signing.preflight(),

    /**
     * signed → dispatched, in the transaction that opens the campaign (which writes the journal's line). Of a
     * rectificatif, what it corrects is replaced or amended from that instant, with a line of its own.
     */
    async markDispatched(trx: Knex.Transaction, instructionId: string, actorId = 'system'): Promise<void> {
      await amending.markCorrectionSent(trx, instructionId, actorId);
      await move(trx, instructionId, 'signed', 'dispatched');
    },

    /** dispatched → closed, with its line. `actorId` is a user's id, or `system`. */
    async markClosed(trx: Knex.Transaction, instructionId: string, actorId = 'system'): Promise<void> {
      await move(trx, instructionId, 'dispatched', 'closed');
      await journal.append(trx, {
        type: 'instruction.closed',
        actor: actorId,
        subject: subjectOf(instructionId),
        data: { instruction: instructionId },
      });
    },
  };
}
