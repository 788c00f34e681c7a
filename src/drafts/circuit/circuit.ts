import type { FieldError } from '../../kernel/outcome.ts';

/** Reviewers decide here; no name at all: whoever holds the role. `needed`: how many of them, or all. */
export interface ReviewersStep {
  kind: 'reviewers';
  name: string;
  reviewers: readonly string[];
  needed: number | 'all';
}

/** A body that has no account here (a ministry, the SGG): staff send, and record what it answers. */
export interface OutsideStep {
  kind: 'outside';
  name: string;
  body: string;
}

export type Step = ReviewersStep | OutsideStep;

/** What an administrator defines. Reminders are in French working days. */
export interface Definition {
  steps: readonly Step[];
  reminders: { after: number; every: number };
  /** Whether a correction by the signatory goes to the outside bodies once more. */
  asksOutsideAgain: boolean;
}

export interface Circuit {
  /** Empty for the one that is built in. */
  id: string;
  name: string;
  version: number;
  definition: Definition;
}

export const mostSteps = 12;
export const mostReviewers = 20;

/** Where no circuit is defined: one visa, by any reviewer who did not write the text. */
export const oneVisa: Definition = {
  steps: [{ kind: 'reviewers', name: 'Visa', reviewers: [], needed: 1 }],
  reminders: { after: 2, every: 2 },
  asksOutsideAgain: false,
};

/** What is wrong with a definition, beside the step (`steps[e0]`) or on the whole. */
export function faultsOfDefinition({ steps, reminders }: Definition): FieldError[] {
  const faults: FieldError[] = [];
  if (steps.length === 0) faults.push({ field: '', key: 'circuit.no-step' });
  if (steps.length > mostSteps)
    faults.push({ field: '', key: 'circuit.too-many-steps', params: { maximum: mostSteps } });
  for (const [index, step] of steps.entries()) {
    const key = faultOfStep(step);
    if (key !== undefined)
      faults.push({ field: `steps[e${index}]`, key, params: { name: step.name, maximum: mostReviewers } });
  }
  if (reminders.after < 1 || reminders.every < 1)
    faults.push({ field: 'reminderAfter', key: 'circuit.no-reminder-day' });
  return faults;
}

function faultOfStep(step: Step): string | undefined {
  if (step.kind === 'outside') return undefined;
  const { reviewers, needed } = step;
  if (new Set(reviewers).size !== reviewers.length) return 'circuit.reviewer-twice';
  if (reviewers.length > mostReviewers) return 'circuit.too-many-reviewers';
  if (needed === 'all') return reviewers.length === 0 ? 'circuit.all-of-nobody' : undefined;
  if (needed < 1) return 'circuit.needs-one';
  return reviewers.length > 0 && needed > reviewers.length ? 'circuit.needs-too-many' : undefined;
}

/** A step of a text under review. `seats`: who may decide in it; empty: every reviewer. */
export interface PinnedStep {
  number: number;
  kind: Step['kind'];
  name: string;
  body: string;
  needed: number;
  seats: readonly string[];
}

/** The circuit of one frozen version, as it was when the text was submitted. */
export interface PinnedCircuit {
  circuitId: string;
  name: string;
  /** After a correction: the version whose visas are confirmed, and the signatory who corrected. */
  corrects?: { versionId: string; by: string } | undefined;
  reminders: Definition['reminders'];
  asksOutsideAgain: boolean;
  steps: readonly PinnedStep[];
}

/**
 * The steps of a version that is about to be frozen. Its authors have no seat. Gives the steps that nobody,
 * or too few, could pass: a submission stops there rather than in the middle of its way.
 * @param reviewerIds who holds the role now: a seat of somebody else would wait for ever.
 */
export function pinSteps(
  { steps }: Definition,
  people: { authorIds: readonly string[]; reviewerIds: readonly string[] },
): { steps: PinnedStep[]; faults: FieldError[] } {
  const faults: FieldError[] = [];
  const pinned = steps.map((step, index): PinnedStep => {
    const base = { number: index + 1, kind: step.kind, name: step.name };
    if (step.kind === 'outside') return { ...base, body: step.body, needed: 1, seats: [] };
    const seats = step.reviewers.filter(
      (id) => people.reviewerIds.includes(id) && !people.authorIds.includes(id),
    );
    const needed = step.needed === 'all' ? Math.max(1, seats.length) : step.needed;
    const isOpen = step.reviewers.length === 0;
    const able = isOpen ? people.reviewerIds.filter((id) => !people.authorIds.includes(id)) : seats;
    // A single visa by anybody waits for whoever is given the role next.
    if (able.length < needed && !(isOpen && needed === 1)) {
      const params = { step: step.name, needed, seats: able.length };
      faults.push({ field: '', key: 'circuit.step-without-reviewers', params });
    }
    return { ...base, body: '', needed, seats };
  });
  return { steps: pinned, faults };
}

/**
 * After a correction: all who had given a visa confirm it together; then the outside bodies, if the circuit
 * asks them again, or if nobody else is there to be asked.
 */
export function stepsOfConfirmation(
  corrected: Pick<PinnedCircuit, 'steps' | 'asksOutsideAgain'>,
  { givers, name }: { givers: readonly string[]; name: string },
): PinnedStep[] {
  const seats = [...new Set(givers)];
  const confirming: PinnedStep[] =
    seats.length === 0 ? [] : [{ number: 1, kind: 'reviewers', name, body: '', needed: seats.length, seats }];
  const asks = corrected.asksOutsideAgain || seats.length === 0;
  const outside = asks ? corrected.steps.filter(({ kind }) => kind === 'outside') : [];
  return [...confirming, ...outside].map((step, index) => ({ ...step, number: index + 1 }));
}
