import type { SmtpStage } from '../fakes/faulty-smtp-server.ts';
import { innerPoints, type InnerPoint } from './fire-orders.ts';

/** Where in the life of the victim's mail something happens. */
export type Place =
  | { at: InnerPoint }
  /** The server sees the victim's mail at this stage, and says nothing before it has happened. */
  | { wire: SmtpStage }
  /** So many milliseconds after the campaign was opened, whatever goes on. */
  | { afterMs: number };

export const happenings = [
  'kill',
  'freeze',
  'flush Redis',
  'kill Redis',
  'restart Redis',
  'freeze Redis',
  'lock the database',
  'fill the disk',
  'set the clock back',
] as const;
export type Happening = (typeof happenings)[number];

export interface FirePoint {
  place: Place;
  happening: Happening;
  /** Which of the campaign's offices is the victim. */
  victim: number;
  /** Processes that work on the campaign at once. */
  workers: 1 | 2;
}

const wires: SmtpStage[] = ['rcpt', 'data', 'body', 'dot'];
/** Before the server's 354: nothing can be unknown of a mail that is here. */
const beforeData: ReadonlySet<string> = new Set([
  ...['tx:queued', 'tx:sending', 'claimed', 'written', 'rcpt', 'data'],
]);

/** Every place, whatever the seed, then the times that it draws. */
const places: Place[] = [...innerPoints.map((at) => ({ at })), ...wires.map((wire) => ({ wire }))];

/**
 * `count` points: kills and freezes at every place in turn, every seventh or so something else; what the
 * seed draws is the victim, the moment, and how many workers there are.
 */
export function drawPoints(random: () => number, count: number): FirePoint[] {
  const below = (limit: number) => Math.floor(random() * limit);
  let turn = 0;
  return Array.from({ length: count }, (_, index): FirePoint => {
    const victim = below(officesOfAPoint);
    const workers = random() < 0.3 ? 2 : 1;
    // Three in four at a place, in turn; the others whenever.
    const place: Place = index % 4 === 3 ? { afterMs: below(200) } : places[turn++ % places.length]!;
    if (random() < 0.55) return { place, happening: 'kill', victim, workers };
    if (random() < 0.35) return { place, happening: 'freeze', victim, workers };
    // These happen to the process from outside: it is not held at a place of its own.
    const others = happenings.slice(2);
    const outside = 'at' in place ? { wire: wires[below(wires.length)] ?? 'data' } : place;
    return { place: outside, happening: others[below(others.length)] ?? 'flush Redis', victim, workers };
  });
}

/** A kill at every place, and every other happening once: what is looked at each time the tests run. */
export function everyPoint(random: () => number): FirePoint[] {
  const victim = () => Math.floor(random() * officesOfAPoint);
  const kills = places.map((place): FirePoint => ({
    place,
    happening: 'kill',
    victim: victim(),
    workers: 1,
  }));
  const others = happenings.slice(1).map((happening): FirePoint => {
    const wire = wires[Math.floor(random() * wires.length)] ?? 'data';
    return { place: { wire }, happening, victim: victim(), workers: random() < 0.5 ? 2 : 1 };
  });
  return [...kills, ...others];
}

export const officesOfAPoint = 12;

export function nameOf({ place, happening, victim, workers }: FirePoint): string {
  const where =
    'at' in place ? place.at : 'wire' in place ? `the server at ${place.wire}` : `${place.afterMs} ms`;
  return `${happening}, ${where}, office ${victim}${workers === 2 ? ', two workers' : ''}`;
}

/** True when the victim's mail was nowhere near being sent: it must have been, once, in the end. */
export function isBeforeData({ place }: FirePoint): boolean {
  return beforeData.has('at' in place ? place.at : 'wire' in place ? place.wire : '');
}
