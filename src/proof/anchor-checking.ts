import { parisDayOf } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { TimestampReader } from '../signing/signing.ts';
import { anchorText, type Anchor } from './anchor.ts';
import type { Finding } from './finding.ts';

const minute = 60_000;
/** How far the authority's clock and ours may lie apart, as when a token is asked for. */
const clockToleranceMs = 5 * minute;
/** An authority that was away in the evening is answered for until the next noon. */
const graceMs = 12 * 60 * minute;

/** A line that an anchor names, as it stands in the chain. */
export interface AnchoredLine {
  hash: string;
  at: string;
}

/** What is wrong with one anchor; nothing when it proves that its line, as it stands, existed then. */
export function checkAnchor(
  anchor: Anchor,
  line: AnchoredLine | undefined,
  readTimestamp: TimestampReader,
): Finding[] {
  const { line: number, token, stampedAt } = anchor;
  if (line === undefined || line.hash !== anchor.hash)
    return [{ kind: 'anchor-differs', line: number, column: 'hash' }];
  const read = readTimestamp(token, anchorText({ line: number, hash: line.hash }));
  const findings: Finding[] = read.problems.map((problem) => ({
    kind: 'anchor-invalid',
    line: number,
    problem,
  }));
  const told = {
    token_sha256: sha256Hex(token) === anchor.tokenSha256,
    stamped_at: read.at?.toISOString() === stampedAt,
    service: read.service === anchor.service,
  };
  for (const [column, holds] of Object.entries(told))
    if (!holds) findings.push({ kind: 'anchor-differs', line: number, column });
  if (Date.parse(stampedAt) < Date.parse(line.at) - clockToleranceMs)
    findings.push({ kind: 'anchor-time', line: number });
  return findings;
}

/** Anchors of later lines are not older: the chain grew from one to the next. */
export function checkOrder(anchors: readonly Anchor[]): Finding[] {
  return anchors.flatMap((anchor, index): Finding[] => {
    const before = anchors[index - 1];
    if (before === undefined) return [];
    const isEarlier = Date.parse(anchor.stampedAt) < Date.parse(before.stampedAt) - clockToleranceMs;
    return isEarlier ? [{ kind: 'anchor-order', line: anchor.line }] : [];
  });
}

/**
 * The days, over by now, that no timestamp covers in time: lines were written on each, and no anchor of that day or of the
 * next morning is of one of them or of a later one. Days that follow each other are told together.
 * @param days the first line of each day (in Paris) that has lines, oldest first.
 */
export function daysWithoutAnchor(
  days: ReadonlyMap<string, number>,
  anchors: readonly Anchor[],
  now: Date,
): Finding[] {
  const dayWithGrace = (at: Date) => parisDayOf(new Date(at.getTime() - graceMs));
  const over = dayWithGrace(now);
  const runs: { from: string; until: string }[] = [];
  let previousFailed = false;
  for (const [day, first] of days) {
    if (day >= over) break;
    const isAnchored = anchors.some(
      ({ line, stampedAt }) => line >= first && dayWithGrace(new Date(stampedAt)) <= day,
    );
    const run = runs.at(-1);
    if (!isAnchored && previousFailed && run !== undefined) run.until = day;
    else if (!isAnchored) runs.push({ from: day, until: day });
    previousFailed = !isAnchored;
  }
  return runs.map((run) => ({ kind: 'day-without-anchor', ...run }));
}

/** The day in Paris of many instants, most of the same hour: it changes on whole hours only. */
export function createDayReader(): (at: string) => string {
  const known = new Map<string, string>();
  return (at) => {
    const hour = at.slice(0, 13);
    const day = known.get(hour) ?? parisDayOf(new Date(at));
    known.set(hour, day);
    return day;
  };
}
