import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** A national strategy, by the years of the budgets that it covers, both ends included. */
export interface StrategicFrame {
  key: string;
  label: string;
  from: number;
  to: number;
}

const framesSchema = z.array(
  z.strictObject({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    label: z.string().trim().min(1).max(200),
    from: z.int().min(1900).max(2200),
    to: z.int().min(1900).max(2200),
  }),
);

/** Reads the list that people edit; throws what is wrong with it. */
export function loadFrames(path: string): StrategicFrame[] {
  return framesSchema.parse(parse(readFileSync(path, 'utf8')));
}

/** The frame of a budget year; undefined where none covers it. The first of the list wins where two do. */
export function frameOf(frames: readonly StrategicFrame[], year: number): string | undefined {
  return frames.find(({ from, to }) => year >= from && year <= to)?.key;
}
