import { nameOfPart } from '../text-controls.ts';
import type { TypedPart } from './working-copies-store.ts';

/** Who sends: a page that a person has open, and how much of their copy it has seen. */
export interface Screen {
  /** Made anew each time that a page is opened. */
  screen: string;
  /** The `typedAt` of the last part that this page was shown or answered; empty when there was none. */
  seen: string;
}

/** What a page sends of what was typed on it. */
export interface Typing extends Screen {
  /** Grows with each sending of the page: a late one changes nothing that came after it. */
  turn: number;
  /** The revision that the page shows. */
  baseRevision: number;
  /** Of a part that was changed from an earlier one: by its name. */
  bases: Readonly<Record<string, number>>;
  /** By the controls' names, word for word: all those of each part that was changed. */
  controls: Readonly<Record<string, string>>;
}

export interface Received {
  put: TypedPart[];
  remove: string[];
  /** Typed on another page of the same person, which this one had not seen: it must not be lost. */
  aside: TypedPart[];
}

/** True when the page knows of this: it typed it, or was shown it. */
export function hasSeen({ screen, seen }: Screen, typed: TypedPart): boolean {
  return typed.screen === screen || typed.typedAt <= seen;
}

/** By the part that each belongs to. */
export function byPart<T>(entries: readonly T[], controlOf: (entry: T) => string): Map<string, T[]> {
  return Map.groupBy(entries, (entry) => nameOfPart(controlOf(entry)));
}

/**
 * What becomes of each part that a page sends, beside what the copy holds: all the controls of a part come
 * together, and take the place of those that were there. `isChanged` tells a part that differs from what it
 * was changed from. Pure.
 */
export function receive(
  held: readonly TypedPart[],
  typing: Typing,
  { now, isChanged }: { now: string; isChanged(part: string): boolean },
): Received {
  const typedAt = laterThan(
    held.map((each) => each.typedAt),
    now,
  );
  const { screen, turn, baseRevision, bases } = typing;
  const received: Received = { put: [], remove: [], aside: [] };
  for (const [part, controls] of byPart(Object.entries(typing.controls), ([name]) => name)) {
    const before = held.filter((each) => nameOfPart(each.control) === part);
    if (before.some((each) => each.screen === screen && each.turn > turn)) continue;
    const sent = new Map(controls);
    received.aside.push(
      ...before.filter((each) => !hasSeen(typing, each) && each.content !== sent.get(each.control)),
    );
    received.remove.push(...before.map(({ control }) => control));
    if (!isChanged(part)) continue;
    for (const [control, content] of controls)
      received.put.push({
        ...{ control, content, typedAt, screen, turn },
        baseRevision: bases[part] ?? baseRevision,
      });
  }
  return received;
}

/** The present instant, or one after the last: the order of a copy's parts never depends on a clock. */
function laterThan(instants: readonly string[], now: string): string {
  const last = instants.toSorted().at(-1) ?? '';
  return now > last ? now : new Date(Date.parse(last) + 1).toISOString();
}
