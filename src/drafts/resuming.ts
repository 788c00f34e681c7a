import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { DraftingDeps } from './drafting-deps.ts';
import { demand, faultOfResuming, type Actor } from './instruction.ts';
import { lockInstruction } from './instructions-store.ts';
import { findStandingVersion } from './versions-store.ts';
import { voidStanding } from './voiding.ts';

/** Takes a frozen text back to writing: nothing else than this, a refusal or a correction voids a visa. */
export function createResuming(deps: DraftingDeps) {
  const { database } = deps;
  return {
    /**
     * Voids the standing version and its visas, which the person was shown (`version`: its number). Refused:
     * another version stands by now. Throws `forbidden`, `conflict` (a draft already, signed).
     */
    async resume(actor: Actor, instructionId: string, version: number): Promise<Outcome<null>> {
      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        demand(faultOfResuming(actor, instruction));
        const standing = await findStandingVersion(trx, instructionId);
        if (standing?.number !== version) return refused({ field: '', key: 'drafts.resume.other-version' });
        await voidStanding(deps, trx, { actor, instruction, cause: 'resumed' });
        return accepted(null);
      });
    },
  };
}
