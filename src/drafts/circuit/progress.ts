import type { PinnedStep } from './circuit.ts';

/** A decision as far as the circuit's progress asks: by whom, in which step, in whose place. */
export interface StepDecision {
  step: number;
  userId: string;
  onBehalfOf: string | null;
  decision: 'given' | 'refused';
  decidedAt: string;
}

/** What a body outside of the service answered, and what was done of it. */
export interface StepOpinion {
  step: number;
  decision: 'given' | 'refused';
  recordedAt: string;
}

export interface StepProgress {
  step: PinnedStep;
  state: 'done' | 'open' | 'waiting';
  /** When the step opened; undefined while it waits for its turn. */
  since: string | undefined;
  /** When it was passed. */
  doneAt: string | undefined;
  given: number;
  /** Who has a seat in it and has not decided. */
  awaited: readonly string[];
}

/** Where a frozen version stands on its way: steps open one after the other. */
export function progressOf(
  steps: readonly PinnedStep[],
  known: {
    frozenAt: string;
    visas: readonly StepDecision[];
    opinions: readonly StepOpinion[];
  },
): StepProgress[] {
  let since: string | undefined = known.frozenAt;
  return steps.map((step) => {
    const visas = known.visas.filter((visa) => visa.step === step.number && visa.decision === 'given');
    const opinions = known.opinions.filter((one) => one.step === step.number && one.decision === 'given');
    const instants = [
      ...visas.map(({ decidedAt }) => decidedAt),
      ...opinions.map(({ recordedAt }) => recordedAt),
    ].sort();
    const opened = since;
    const doneAt = opened === undefined ? undefined : instants[step.needed - 1];
    since = doneAt;
    const decided = new Set(visas.map(seatOf));
    return {
      step,
      state: opened === undefined ? 'waiting' : doneAt === undefined ? 'open' : 'done',
      since: opened,
      doneAt,
      given: instants.length,
      awaited: doneAt === undefined ? step.seats.filter((seat) => !decided.has(seat)) : [],
    };
  });
}

/** The seat that a decision took: one's own, or that of whom it was given for. */
export function seatOf({ userId, onBehalfOf }: Pick<StepDecision, 'userId' | 'onBehalfOf'>): string {
  return onBehalfOf ?? userId;
}

/** The step whose turn it is; undefined once all are passed. */
export function openStep(progress: readonly StepProgress[]): StepProgress | undefined {
  return progress.find(({ state }) => state === 'open');
}

/** True when no step wants anything more. */
export function isPassed(progress: readonly StepProgress[]): boolean {
  return progress.every(({ state }) => state === 'done');
}
