import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import { createTimestampReader, type Signing } from '../signing/signing.ts';
import { createAnchoring } from './anchoring.ts';
import { findAnchorFault, findAnchorOf, findLastAnchor, type AnchorFault } from './anchors-store.ts';
import { createRowSealing } from './row-sealing.ts';
import { createProofVerification } from './verification.ts';
import { createWitness, type WitnessDeps } from './witness.ts';

export { readAnchorText, type Anchor, type Head } from './anchor.ts';
export type { AnchorFault } from './anchors-store.ts';
export type { Finding } from './finding.ts';
export { findingInWords } from './finding-words.ts';
export { reportInWords } from './report-words.ts';
export type { KeptHead } from './kept-heads.ts';
export type { ProofQuestion, ProofReport } from './verification.ts';

export type Proof = ReturnType<typeof createProof>;

/** What must not come unseen: writing has stopped, or the head is stamped by nobody. */
export type ProofAlarm =
  { type: 'halted' } | { type: 'unanchored'; fault: AnchorFault } | { type: 'unsent'; since: string };

/** Verifies everything, with the roots (PEM) alone: what a command needs, without any key. */
export function createProofReading(deps: {
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  rootsPem: string;
}) {
  const readTimestamp = createTimestampReader({ rootsPem: deps.rootsPem });
  return createProofVerification({ ...deps, readTimestamp });
}

/** Anchors the journal, seals the rows that it stands for, sends its heads away, and verifies all of it. */
export function createProof(
  deps: WitnessDeps & {
    journal: Journal;
    signing: Pick<Signing, 'timestamp' | 'trust'>;
  },
) {
  const { readDatabase, journal } = deps;
  const witness = createWitness(deps);
  const anchoring = createAnchoring({ ...deps, sealRows: createRowSealing(deps) });
  return {
    ...anchoring,
    sendHeadWhenDue: witness.sendWhenDue,
    ...createProofReading({ ...deps, rootsPem: deps.signing.trust }),

    /** The first anchor that covers a line, with its token; undefined while none does. */
    anchorOf: (line: number) => findAnchorOf(readDatabase, line),
    lastAnchor: () => findLastAnchor(readDatabase),

    async alarms(): Promise<ProofAlarm[]> {
      const isHalted = (await journal.standing()) === 'moved';
      const fault = await findAnchorFault(readDatabase);
      const since = await witness.lateSince();
      return [
        ...(isHalted ? [{ type: 'halted' as const }] : []),
        ...(fault === undefined ? [] : [{ type: 'unanchored' as const, fault }]),
        ...(since === undefined ? [] : [{ type: 'unsent' as const, since }]),
      ];
    },
  };
}
