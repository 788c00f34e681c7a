import type { Knex } from 'knex';
import { readSnapshot } from '../../db/snapshot.ts';
import type { Journal, JournalLine } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import type { TimestampReader } from '../signing/signing.ts';
import { openAgreeing } from './agreement/agreeing.ts';
import { agreements } from './agreement/agreements.ts';
import { checkContents } from './agreement/content-checking.ts';
import { silentTypes } from './anchor.ts';
import {
  checkAnchor,
  checkOrder,
  createDayReader,
  daysWithoutAnchor,
  type AnchoredLine,
} from './anchor-checking.ts';
import { findAnchoringStart, listAnchors } from './anchors-store.ts';
import { identityOf, type Finding } from './finding.ts';
import { compareHeads, type KeptHead } from './kept-heads.ts';
import { openSealChecking } from './seal-checking.ts';
import { listStatedHeads } from './witness-store.ts';

/** What the verification says: nothing wrong was found, up to which line outsiders vouch, and what was read. */
export interface ProofReport {
  valid: boolean;
  verifiedAt: string;
  lines: number;
  head: string;
  /** The last line that a timestamp covers, null when there is none; later lines are not anchored. */
  anchored: { line: number; stampedAt: string; service: string } | null;
  anchors: number;
  unanchored: number;
  /** How many rows were held against the journal, against their seal, and how many wait for one. */
  rows: number;
  sealed: number;
  unsealed: number;
  contents: number;
  /** How many heads were compared: those kept outside, those of sealed statements. */
  heads: number;
  /** Lines before which the clock was set back. */
  wentBack: number[];
  findings: Finding[];
}

/** A day or a line from which to verify, and heads that somebody kept outside. */
export interface ProofQuestion {
  since?: number;
  heads?: readonly KeptHead[];
}

/** The journal's own word on a row comes first. */
function once(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const each of findings) if (!known.has(identityOf(each))) known.set(identityOf(each), each);
  return [...known.values()];
}

export type ProofVerification = ReturnType<typeof createProofVerification>;

/**
 * Holds everything against everything: each line against the one before, each anchor against its line and the trusted
 * roots, each row against the lines that tell of it and against its seal, each content against its hash. All of it is
 * read at one instant, on a connection that cannot write.
 */
export function createProofVerification(deps: {
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  readTimestamp: TimestampReader;
}) {
  const { readDatabase, journal, clock, readTimestamp } = deps;

  async function verifyIn(
    from: Knex,
    { since = 1, heads: kept = [] }: ProofQuestion,
  ): Promise<Omit<ProofReport, 'valid' | 'verifiedAt'>> {
    const now = clock.now();
    const heads = [...kept, ...(await listStatedHeads(from))];
    const anchors = await listAnchors(from);
    const begins = await findAnchoringStart(from);
    const seals = await openSealChecking(from);
    const agreeing: Awaited<ReturnType<typeof openAgreeing>>[] = [];
    for (const agreement of agreements) agreeing.push(await openAgreeing(from, agreement));
    const wanted = new Set([...anchors, ...heads].map(({ line }) => line));
    const found = new Map<number, AnchoredLine>();
    const days = new Map<string, number>();
    const dayOf = createDayReader();
    function take(line: JournalLine): void {
      if (wanted.has(line.line)) found.set(line.line, { hash: line.hash, at: line.at });
      if (line.line > begins && line.line >= since && !silentTypes.has(line.type)) {
        const day = dayOf(line.at);
        if (!days.has(day)) days.set(day, line.line);
      }
      seals.take(line);
      for (const each of agreeing) each.take(line);
    }
    const chain = await journal.verify({ since, from, onLine: take });
    const standing = await journal.standing(from);
    const checked = anchors.map((anchor) => ({
      anchor,
      faults: checkAnchor(anchor, found.get(anchor.line), readTimestamp),
    }));
    const good = checked.filter(({ faults }) => faults.length === 0).map(({ anchor }) => anchor);
    const inOrder = new Map([...days].toSorted(([, one], [, other]) => one - other));
    const read = await checkContents(from);
    const last = good.at(-1);
    const findings: Finding[] = [
      ...chain.faults.map(({ line, kind }): Finding => ({ kind: `line-${kind}`, line })),
      ...(standing === 'moved' ? [{ kind: 'head-moved' as const }] : []),
      ...checked.flatMap(({ faults }) => faults),
      ...checkOrder(good),
      ...daysWithoutAnchor(inOrder, good, now),
      ...agreeing.flatMap((each) => each.end()),
      ...seals.end(),
      ...read.findings,
      ...compareHeads(heads, { found, lastLine: chain.lines, readTimestamp }),
    ];
    return {
      lines: chain.lines,
      head: chain.head,
      anchored:
        last === undefined ? null : { line: last.line, stampedAt: last.stampedAt, service: last.service },
      anchors: anchors.length,
      unanchored: chain.lines - (last?.line ?? 0),
      rows: agreeing.reduce((sum, { rows }) => sum + rows, 0),
      ...{ sealed: seals.sealed, unsealed: seals.unsealed, contents: read.count, heads: heads.length },
      wentBack: chain.wentBack,
      findings: once(findings).filter(
        (each) => !('line' in each) || each.line === undefined || each.line >= since,
      ),
    };
  }

  return {
    async verify(question: ProofQuestion = {}): Promise<ProofReport> {
      const read = await readSnapshot(readDatabase, (snapshot) => verifyIn(snapshot, question));
      return { valid: read.findings.length === 0, verifiedAt: clock.now().toISOString(), ...read };
    },

    /** The first line of a day (in Paris) or later; undefined when there is none. */
    async firstLineOf(day: string): Promise<number | undefined> {
      const from = new Date(`${day}T00:00:00.000+02:00`).toISOString();
      const dayOf = createDayReader();
      const lines: { line: number; at: string }[] = await readDatabase('journal')
        .where('at', '>=', from)
        .orderBy('line')
        .limit(100_000)
        .select('line', 'at');
      return lines.find(({ at }) => dayOf(at) >= day)?.line;
    },
  };
}
