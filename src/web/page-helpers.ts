import {
  formatAmount,
  formatBytes,
  formatCount,
  formatDay,
  formatLongInstant,
  formatShortDay,
  formatShortInstant,
} from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { HelperSpec } from '../kernel/template-model.ts';

/** Helpers of pages, with what each takes (checked when templates are read). */
export const pageHelperSpecs = {
  day: { min: 1, max: 1 },
  shortDay: { min: 1, max: 1 },
  instant: { min: 1, max: 1 },
  shortInstant: { min: 1, max: 1 },
  bytes: { min: 1, max: 1 },
  count: { min: 1, max: 1 },
  amount: { min: 1, max: 1 },
  eq: { min: 2, max: 2, optional: true },
  t: { min: 1, max: 1 },
  /** The fault of a field of a refused form; empty when there is none. */
  errorOf: { min: 1, max: 1 },
} satisfies Record<string, HelperSpec>;

/** What every page may read beside its own model. */
export interface PageData {
  formToken: string;
  errors: ReadonlyMap<string, string>;
}

type Named = { hash: Record<string, string | number> };

export function createPageHelpers(
  messages: Messages,
): Record<keyof typeof pageHelperSpecs, (...args: never[]) => unknown> {
  return {
    day: (value: string) => formatDay(value),
    shortDay: (value: string) => formatShortDay(value),
    instant: (value: string) => formatLongInstant(value),
    shortInstant: (value: string) => formatShortInstant(value),
    bytes: (value: number) => formatBytes(value),
    count: (value: number) => formatCount(value),
    amount: (value: number) => formatAmount(value),
    eq: (left: unknown, right: unknown) => left === right,
    t: (key: string, options: Named) => messages(key, options.hash),
    errorOf: (field: string, options: { data: PageData }) => options.data.errors.get(field) ?? '',
  };
}
