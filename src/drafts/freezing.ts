import { instantOf } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { findAmendment } from './amendments-store.ts';
import { chooseCircuit, listChoices } from './circuit/choosing.ts';
import type { Circuit } from './circuit/circuit.ts';
import { confirmationOf } from './circuit/correcting.ts';
import { pinCircuit } from './circuit/pinning.ts';
import { insertPinned, pinnedSha256 } from './circuit/pinned-store.ts';
import { createChecks } from './checks/checks.ts';
import { toFieldError } from './checks/finding.ts';
import { heldBack } from './checks/held-back.ts';
import { toDocumentInput } from './content.ts';
import { loadInstruction, subjectOf, type DraftingDeps, type Loaded } from './drafting-deps.ts';
import { demand, faultOfFreeze, letterDayOf, type Actor } from './instruction.ts';
import { printedImages } from './images/printed-images.ts';
import { listAuthorIds, lockInstruction, markCorrectedBy, markState } from './instructions-store.ts';
import type { RenderedDocument } from './ports.ts';
import { insertRendering } from './renderings-store.ts';
import {
  findStandingVersion,
  insertDocument,
  insertFrozen,
  listVersions,
  type FrozenVersion,
} from './versions-store.ts';

/** From a draft to the exact bytes that will be visaed and signed. */
export function createFreezing(deps: DraftingDeps) {
  const { database, journal, clock, render, demonstration } = deps;
  const checks = createChecks(deps);
  const stoppingIn = async (loaded: Loaded) =>
    (await checks.judge(loaded)).filter(({ severity }) => severity === 'error');
  const inputOf = async (
    { instruction, pinned, content, credits, amendment }: Loaded,
    mark: 'preview' | 'frozen',
  ) =>
    toDocumentInput(pinned, content, {
      images: await printedImages(database, content),
      title: instruction.title,
      mark,
      demonstration,
      verificationUrl: deps.verificationUrl(instruction.id),
      credits,
      amendment,
    });

  async function circuitFor(loaded: Loaded, circuitId: string | undefined) {
    const { instruction } = loaded;
    if (instruction.correctedBy) return confirmationOf(deps, database, loaded);
    const about = { instructionId: instruction.id, named: loaded.pinned.circuit };
    const chosen = await chooseCircuit(deps, about, circuitId);
    return chosen.ok ? pinCircuit(deps, database, instruction.id, chosen.value) : chosen;
  }

  return {
    /** The current text as a PDF marked « PROJET »; nothing is kept. */
    async preview(instructionId: string): Promise<RenderedDocument> {
      return render.renderInstruction(await inputOf(await loadInstruction(deps, instructionId), 'preview'));
    },

    /** The circuits that this text may be submitted to, the likeliest first. */
    async circuitChoices(instructionId: string): Promise<Circuit[]> {
      const { pinned } = await loadInstruction(deps, instructionId);
      return listChoices(deps, { instructionId, named: pinned.circuit });
    },

    /** What the checks call an error: what stops a submission. */
    stoppingParts: async (instructionId: string) => stoppingIn(await loadInstruction(deps, instructionId)),

    /**
     * Submits to review: renders outside of any transaction, then freezes in one. Two simultaneous
     * submissions of one revision give one version. `expectedRevision` is what the person confirmed,
     * `circuitId` the circuit that they chose, which is pinned as it stands; a signatory's correction goes to
     * those who gave a visa. Refused: what the checks call an error, a circuit that could not be walked, a text
     * saved meanwhile. Throws `forbidden`, `conflict` (not a draft).
     */
    async freeze(
      actor: Actor,
      instructionId: string,
      options: { expectedRevision?: number; circuitId?: string } = {},
    ): Promise<Outcome<FrozenVersion>> {
      const loaded = await loadInstruction(deps, instructionId);
      const { instruction: seen, content, credits } = loaded;
      demand(faultOfFreeze(actor, seen));
      if (seen.revision !== (options.expectedRevision ?? seen.revision)) return savedMeanwhile();
      const stopping = await stoppingIn(loaded);
      if (stopping.length > 0) return refused(...stopping.map(toFieldError));
      const circuit = await circuitFor(loaded, options.circuitId);
      if (!circuit.ok) return circuit;
      const input = await inputOf(loaded, 'frozen');
      const { pdf, html, pages, madeWith } = await render.renderInstruction(input);
      const sha256 = sha256Hex(pdf);

      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        const standing = await findStandingVersion(trx, instructionId);
        if (standing !== undefined && standing.revision === seen.revision) return accepted(standing);
        if (instruction.state !== 'draft' || instruction.revision !== seen.revision) return savedMeanwhile();
        if (instruction.correctedBy !== seen.correctedBy) return savedMeanwhile();
        const standingCredits = await deps.credits.current(trx, instructionId);
        if (standingCredits?.id !== credits?.id) return savedMeanwhile();
        const standingRelation = (await findAmendment(trx, instructionId))?.relation;
        if (standingRelation !== loaded.amendment?.relation) return savedMeanwhile();
        // Whoever was declared an author meanwhile has no seat in the circuit any more.
        const authorIds = await listAuthorIds(trx, instructionId);
        if (circuit.value.steps.some(({ seats }) => seats.some((seat) => authorIds.includes(seat))))
          return savedMeanwhile();
        const { toReview, blocking } = await heldBack(trx, instructionId);
        if (toReview.length + blocking.length > 0) return savedMeanwhile();
        const at = instantOf(clock);
        const version: FrozenVersion = {
          id: newId(),
          instructionId,
          number: (await listVersions(trx, instructionId)).length + 1,
          revision: seen.revision,
          sha256,
          html,
          pages,
          letterOn: letterDayOf(content.fields) ?? null,
          frozenAt: at,
          frozenBy: actor.id,
          voidedAt: null,
        };
        await insertDocument(trx, { sha256, mediaType: 'application/pdf', bytes: pdf, at });
        await insertFrozen(trx, version);
        await insertPinned(trx, version.id, circuit.value);
        if (credits !== undefined) await deps.credits.markFrozen(trx, version.id, credits);
        await insertRendering(trx, {
          frozenVersionId: version.id,
          verificationUrl: deps.verificationUrl(instructionId),
          demonstration,
          ...madeWith,
        });
        await markCorrectedBy(trx, instructionId, null);
        await markState(trx, { id: instructionId, from: 'draft', to: 'in_review', at });
        await journal.append(trx, {
          type: 'instruction.frozen',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: {
            ...{ instruction: instructionId, version: version.number, revision: version.revision, sha256 },
            ...{ circuit: circuit.value.circuitId, circuitSha256: pinnedSha256(circuit.value) },
          },
        });
        return accepted(version);
      });
    },
  };
}

function savedMeanwhile() {
  return refused({ field: '', key: 'drafts.conflict.submitted-meanwhile' });
}
