import { crc32 } from 'node:zlib';
import type { Held } from './delivery-moves-store.ts';
import type { RecordedOutcome } from './outcomes.ts';

/** How one claim of a delivery ended, by the ids of the ledger. */
export interface Answer extends Held {
  /** When it was heard (UTC). */
  at: string;
  result: RecordedOutcome;
}

/** What tells one claim from every other: a delivery is queued under a new epoch each time. */
export const claimKey = ({ id, epoch }: Held): string => `${id}.${epoch}`;

/** One line of a file of answers: JSON and its checksum. JSON holds no bare line break, whatever a server says. */
export function answerLine({ id, epoch, at, result }: Answer): string {
  const json = JSON.stringify({ id, epoch, at, result });
  return `${checksum(json)} ${json}\n`;
}

/**
 * The answers of a file. A line that was cut short, or of which something else was written, is left out: its
 * checksum says that it is not whole, or not ours.
 */
export function answersIn(text: string): Answer[] {
  return text.split('\n').flatMap((line) => {
    const json = line.slice(9);
    return json !== '' && line.slice(0, 9) === `${checksum(json)} ` ? [JSON.parse(json) as Answer] : [];
  });
}

const checksum = (json: string) => crc32(json).toString(16).padStart(8, '0');
