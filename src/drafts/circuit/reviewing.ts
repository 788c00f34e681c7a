import type { Knex } from 'knex';
import { parisDayOf } from '../../kernel/clock.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import type { Actor } from '../instruction.ts';
import { listAuthorIds, listInstructions, type Instruction } from '../instructions-store.ts';
import { findStandingVersion, type FrozenVersion } from '../versions-store.ts';
import { listVisas } from '../visas-store.ts';
import type { PinnedCircuit } from './circuit.ts';
import { listDelegations } from './delegations-store.ts';
import { listOpinions, type Opinion } from './outside-store.ts';
import { listPinned } from './pinned-store.ts';
import { olderThanCircuits } from './pinning.ts';
import { isPlace, placeOf, type Place, type Situation } from './place.ts';
import { openStep, progressOf } from './progress.ts';

type ReviewingDeps = Pick<DraftingDeps, 'database' | 'readDatabase' | 'clock' | 'messages' | 'people'>;

/** A text on its circuit, with all that the rules ask of it; no version of a draft stands. */
export interface UnderReview {
  version: FrozenVersion | undefined;
  circuit: PinnedCircuit;
  situation: Situation;
  opinions: Opinion[];
}

/** The same, and who holds the role now: somebody who is awaited may have left. */
export interface UnderPeople extends UnderReview {
  reviewerIds: string[];
}

/** Where a text stands on its circuit. */
export async function findUnderReview(
  deps: Pick<DraftingDeps, 'clock' | 'messages'>,
  database: Knex | Knex.Transaction,
  { id, state }: Pick<Instruction, 'id' | 'state'>,
): Promise<UnderReview> {
  const version = await findStandingVersion(database, id);
  const ids = version === undefined ? [] : [version.id];
  const pinned = await listPinned(database, ids);
  const circuit = pinned.get(version?.id ?? '') ?? olderThanCircuits(deps.messages('circuit.one-visa'));
  const visas = await listVisas(database, ids);
  const opinions = await listOpinions(database, ids);
  const delegations = await listDelegations(database, { on: parisDayOf(deps.clock.now()) });
  const frozenAt = version?.frozenAt ?? '';
  const authorIds = await listAuthorIds(database, id);
  // Who wrote the text, or corrected it, decides on it for nobody: whoever is away is awaited in person.
  const barred = [...authorIds, circuit.corrects?.by];
  return {
    ...{ version, circuit, opinions },
    situation: {
      ...{ state, visas, authorIds },
      progress: progressOf(circuit.steps, { frozenAt, visas, opinions }),
      standIns: delegations
        .filter(({ takerId }) => !barred.includes(takerId))
        .map(({ id: delegationId, giverId, takerId }) => ({ delegationId, giverId, takerId })),
    },
  };
}

/** A visa that waits for one person. */
export interface AwaitedVisa {
  instruction: Instruction;
  place: Place;
  stepName: string;
  since: string;
  /** The text was corrected by its signatory since this person gave a visa. */
  confirms: boolean;
}

/** What pages read of the circuit. */
export function createReviewing(deps: ReviewingDeps) {
  const { database, readDatabase } = deps;

  async function awaitedOf(actor: Actor, instruction: Instruction): Promise<AwaitedVisa | undefined> {
    const { circuit, situation } = await findUnderReview(deps, database, instruction);
    const place = placeOf(actor, situation);
    const open = openStep(situation.progress);
    if (!isPlace(place) || open?.since === undefined) return undefined;
    return {
      ...{ instruction, place, stepName: open.step.name, since: open.since },
      confirms: circuit.corrects !== undefined,
    };
  }

  return {
    async underReview(instruction: Pick<Instruction, 'id' | 'state'>): Promise<UnderPeople> {
      const reviewerIds = (await deps.people.listReviewers()).map(({ id }) => id);
      return { ...(await findUnderReview(deps, database, instruction)), reviewerIds };
    },

    /** The visa that waits for this person on this text, if any. */
    awaitedOf,

    /** Every visa that waits for this person, the one that has waited longest first. */
    async visasAwaitedFrom(actor: Actor): Promise<AwaitedVisa[]> {
      const found: AwaitedVisa[] = [];
      for (const instruction of await listInstructions(readDatabase, { state: 'in_review' })) {
        const awaited = await awaitedOf(actor, instruction);
        if (awaited !== undefined) found.push(awaited);
      }
      return found.sort((one, other) => one.since.localeCompare(other.since));
    },
  };
}
