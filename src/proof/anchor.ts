import { parisDayOf } from '../kernel/clock.ts';

/** A line and its hash: with them everything up to it is told. */
export interface Head {
  line: number;
  hash: string;
}

/** Why an anchor was taken: the journal keeps it. */
export type AnchorCause = 'day' | 'day-end' | 'signature' | 'close' | 'asked';

/** A timestamp of a line, as it is kept. */
export interface Anchor extends Head {
  cause: AnchorCause;
  /** RFC 3161, DER. */
  token: Uint8Array;
  tokenSha256: string;
  stampedAt: string;
  service: string;
  keptAt: string;
}

/** The bytes that are stamped: three lines of ASCII, which `printf` writes again (docs/journal.md). */
export function anchorText({ line, hash }: Head): string {
  return `estafette journal anchor v1\nline ${line}\nhash ${hash}\n`;
}

/** The line and the hash that such a text names; undefined when it is none. */
export function readAnchorText(text: string): Head | undefined {
  const found = /^estafette journal anchor v1\nline (\d{1,15})\nhash ([0-9a-f]{64})\n$/.exec(text);
  return found?.[1] === undefined || found[2] === undefined
    ? undefined
    : { line: Number(found[1]), hash: found[2] };
}

/** What is stamped at once: the act exists, or the campaign is over. */
export const urgentTypes: ReadonlyMap<string, AnchorCause> = new Map([
  ['instruction.signed', 'signature'],
  ['instruction.renewed', 'signature'],
  ['campaign.closed', 'close'],
  ['campaign.statement-sealed', 'close'],
  ['instruction.closed', 'close'],
]);

/**
 * What anchoring itself writes asks for no anchor: the line of an anchor is covered by the next one, or the journal
 * would grow by itself for ever.
 */
export const silentTypes: ReadonlySet<string> = new Set(['journal.anchored', 'rows.sealed']);

/** The first line of a day waits for its neighbours, so that one timestamp serves for several. */
const gatherMs = 5 * 60_000;

/** The lines that no anchor covers yet, those of anchoring itself left out. */
export interface Unanchored {
  oldestAt: string;
  urgent: AnchorCause | undefined;
}

/**
 * Whether an anchor is to be taken now, and why: at each signature and close; once on each day that has lines; and
 * once more after it, for what it held later.
 * @param lastOn the day (in Paris) of the last anchor.
 */
export function anchorDue(
  waiting: Unanchored | undefined,
  { lastOn, now }: { lastOn: string | undefined; now: Date },
): AnchorCause | undefined {
  if (waiting === undefined) return undefined;
  if (waiting.urgent !== undefined) return waiting.urgent;
  const today = parisDayOf(now);
  const oldest = new Date(waiting.oldestAt);
  if (parisDayOf(oldest) < today) return 'day-end';
  return lastOn !== today && now.getTime() - oldest.getTime() >= gatherMs ? 'day' : undefined;
}
