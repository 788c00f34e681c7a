import { demand, type Actor, type Fault, type State } from '../instruction.ts';
import { openStep, type StepDecision, type StepProgress } from './progress.ts';

/** Somebody who is away, and who decides in their place. */
export interface StandIn {
  delegationId: string;
  giverId: string;
  takerId: string;
}

export interface Situation {
  state: State;
  authorIds: readonly string[];
  progress: readonly StepProgress[];
  /** The decisions on the standing version. */
  visas: readonly StepDecision[];
  /** The delegations that hold on the day of the decision. */
  standIns: readonly StandIn[];
}

/** From where a person decides: in which step, in their own name or for somebody who is away. */
export interface Place {
  step: number;
  standIn: StandIn | undefined;
}

/**
 * Where this person may decide now, or why nowhere. An author decides nothing about their own text, neither
 * for somebody nor through somebody; nobody decides twice in a step; a delegation passes no further than to
 * whom it names, since a seat is the circuit's and never a delegate's.
 */
export function placeOf(actor: Actor, situation: Situation): Place | Fault {
  const { state, authorIds, progress, visas } = situation;
  if (!actor.roles.includes('reviewer')) return { code: 'forbidden', key: 'drafts.role.reviewer-only' };
  if (authorIds.includes(actor.id)) return { code: 'forbidden', key: 'drafts.visa.own-text' };
  if (state !== 'in_review') return { code: 'conflict', key: 'drafts.state.not-in-review' };
  const open = openStep(progress);
  if (open === undefined || open.step.kind === 'outside')
    return { code: 'conflict', key: 'circuit.visa.outside-step' };
  const { number, seats } = open.step;
  if (visas.some((visa) => visa.step === number && visa.userId === actor.id))
    return { code: 'conflict', key: 'drafts.visa.already' };
  if (seats.length === 0) return { step: number, standIn: undefined };
  if (open.awaited.includes(actor.id)) return { step: number, standIn: undefined };
  const standIn = situation.standIns.find(
    ({ takerId, giverId }) =>
      takerId === actor.id && open.awaited.includes(giverId) && !authorIds.includes(giverId),
  );
  if (standIn !== undefined) return { step: number, standIn };
  return faultOfAbsence(actor, situation, number);
}

/** Why somebody without a seat in the open step has none: their turn is later, is over, or never comes. */
function faultOfAbsence(actor: Actor, { progress, visas }: Situation, open: number): Fault {
  if (visas.some(({ step, onBehalfOf }) => step === open && onBehalfOf === actor.id))
    return { code: 'conflict', key: 'circuit.visa.given-for-you' };
  const own = progress.filter(({ step }) => step.seats.includes(actor.id));
  if (own.some(({ state }) => state === 'waiting')) return { code: 'conflict', key: 'circuit.visa.not-yet' };
  if (own.length > 0) return { code: 'conflict', key: 'circuit.visa.no-longer' };
  return { code: 'forbidden', key: 'circuit.visa.no-seat' };
}

/** A place, and not the reason why there is none. */
export function isPlace(found: Place | Fault): found is Place {
  return 'step' in found;
}

/** Who decides for somebody who is away in this step: a reviewer still, who has not decided in it. */
export function standInOf(
  seat: string,
  step: number,
  { visas, standIns }: Situation,
  reviewerIds: readonly string[],
): StandIn | undefined {
  return standIns.find(
    ({ giverId, takerId }) =>
      giverId === seat &&
      reviewerIds.includes(takerId) &&
      !visas.some((visa) => visa.step === step && visa.userId === takerId),
  );
}

/**
 * Whether the open step can no longer be passed: too few of those whom it awaits are reviewers still, or have
 * somebody who decides for them. What was pinned does not change: the writing has to be resumed.
 */
export function isStuck(
  { step, given, awaited }: StepProgress,
  situation: Situation,
  reviewerIds: readonly string[],
): boolean {
  if (step.kind === 'outside' || step.seats.length === 0) return false;
  const able = awaited.filter(
    (seat) =>
      reviewerIds.includes(seat) || standInOf(seat, step.number, situation, reviewerIds) !== undefined,
  );
  return given + able.length < step.needed;
}

/** Where this person decides now; throws the fault that `placeOf` finds. */
export function demandPlace(actor: Actor, situation: Situation): Place {
  const found = placeOf(actor, situation);
  if (isPlace(found)) return found;
  demand(found);
  throw new Error('a fault is always thrown');
}
