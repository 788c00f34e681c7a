import type { Knex } from 'knex';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { listAuthorIds } from '../instructions-store.ts';
import { pinSteps, oneVisa, type Circuit, type PinnedCircuit } from './circuit.ts';

/**
 * The circuit as it will be pinned to the version of this text. Refused: a step that too few could pass,
 * because they wrote the text or are no reviewers any more.
 */
export async function pinCircuit(
  deps: Pick<DraftingDeps, 'people'>,
  database: Knex | Knex.Transaction,
  instructionId: string,
  { id, name, definition }: Circuit,
): Promise<Outcome<PinnedCircuit>> {
  const reviewerIds = (await deps.people.listReviewers()).map((person) => person.id);
  const authorIds = await listAuthorIds(database, instructionId);
  const { steps, faults } = pinSteps(definition, { authorIds, reviewerIds });
  if (faults.length > 0) return refused(...faults);
  const { reminders, asksOutsideAgain } = definition;
  return accepted({ circuitId: id, name, reminders, asksOutsideAgain, steps });
}

/** What stood for a circuit before there were any: one visa, by any reviewer. */
export function olderThanCircuits(name: string): PinnedCircuit {
  const { steps } = pinSteps(oneVisa, { authorIds: [], reviewerIds: [] });
  const { reminders, asksOutsideAgain } = oneVisa;
  return { circuitId: '', name, reminders, asksOutsideAgain, steps };
}
