import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { listVersions } from '../versions-store.ts';
import type { Circuit } from './circuit.ts';
import { createCircuits } from './circuits.ts';
import { listPinned } from './pinned-store.ts';

type ChoosingDeps = Pick<DraftingDeps, 'database' | 'journal' | 'clock' | 'messages'>;

/** What a text may be submitted to, the one that it most likely goes through first. */
export async function listChoices(
  deps: ChoosingDeps,
  { instructionId, named }: { instructionId: string; named: string | undefined },
): Promise<Circuit[]> {
  const offered = await createCircuits(deps).offeredCircuits();
  const [last] = await listVersions(deps.database, instructionId);
  const pinned = await listPinned(deps.database, last === undefined ? [] : [last.id]);
  const walked = last && pinned.get(last.id)?.circuitId;
  const likely =
    offered.find(({ id }) => walked !== undefined && id === walked) ??
    offered.find(({ name }) => name === named);
  return likely === undefined ? offered : [likely, ...offered.filter((one) => one !== likely)];
}

/**
 * The circuit that a text is submitted to: the one chosen, or the likeliest.
 * @param about.named what the text's template names, when it names one.
 * Refused: one that is not offered (any more).
 */
export async function chooseCircuit(
  deps: ChoosingDeps,
  about: { instructionId: string; named: string | undefined },
  circuitId: string | undefined,
): Promise<Outcome<Circuit>> {
  const choices = await listChoices(deps, about);
  const chosen = circuitId === undefined ? choices[0] : choices.find(({ id }) => id === circuitId);
  return chosen === undefined ? refused({ field: 'circuit', key: 'circuit.not-offered' }) : accepted(chosen);
}
