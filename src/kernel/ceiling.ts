import type { Clock } from './clock.ts';
import { refused, type FieldError } from './outcome.ts';

/** The most that one office may write of one kind: a page left open to a script fills no inbox and no disk. */
export interface Ceiling {
  anHour: number;
  aDay: number;
}

/**
 * Refuses one more beyond a ceiling, with the sentence `<keys>.hour` or `<keys>.day` and its `most`; undefined
 * while there is room. `countSince`: how many there are already, after an instant (ISO, UTC).
 */
export async function refuseBeyond(
  { anHour, aDay }: Ceiling,
  told: { clock: Clock; keys: string; countSince(since: string): Promise<number> },
): Promise<{ ok: false; errors: FieldError[] } | undefined> {
  const ago = (hours: number) => new Date(told.clock.now().getTime() - hours * 3_600_000).toISOString();
  if ((await told.countSince(ago(1))) >= anHour)
    return refused({ field: '', key: `${told.keys}.hour`, params: { most: anHour } });
  if ((await told.countSince(ago(24))) >= aDay)
    return refused({ field: '', key: `${told.keys}.day`, params: { most: aDay } });
  return undefined;
}
