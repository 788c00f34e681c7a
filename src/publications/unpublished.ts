import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { InstructionsPort, SignedAct } from './ports.ts';
import { clockOf, phaseOf } from './publication-clock.ts';
import type { Standing } from './publication.ts';

/** A signed text that is not known to be published, when the time has come to say so. */
export interface Unpublished extends SignedAct {
  phase: Exclude<ReturnType<typeof phaseOf>, 'early'>;
  /** The day of the four calendar months. */
  limitOn: string;
}

/** What was replaced or repealed is not awaited any more: nobody is asked to publish what nobody applies. */
const endsText = ['replaces', 'repeals'];

/** The signed texts whose publication nobody knows of two months after the signature, the latest first. */
export async function listUnpublished(
  { instructions, clock }: { instructions: InstructionsPort; clock: Clock },
  standings: ReadonlyMap<string, Standing>,
): Promise<Unpublished[]> {
  const today = parisDayOf(clock.now());
  const found: Unpublished[] = [];
  for (const act of await instructions.listSigned()) {
    const phase = phaseOf(act.signedOn, today);
    if (phase === 'early' || standings.get(act.id)?.state !== 'not-published') continue;
    const corrections = await instructions.correctionsOf(act.id);
    if (corrections.some(({ relation }) => endsText.includes(relation))) continue;
    found.push({ ...act, phase, limitOn: clockOf(act.signedOn).limitOn });
  }
  return found;
}
