import { readAmount, writeAmount } from '../kernel/amount.ts';
import { formatAmount } from '../kernel/french-format.ts';
import { accepted, type FieldError, type Outcome } from '../kernel/outcome.ts';

/** A department's part, in integer cents. */
export interface SplitLine {
  territoryId: string;
  name: string;
  commitmentAuthority: number;
  paymentAppropriation: number;
}

/** What a region was granted, in integer cents, and between whom it is to be split. */
export interface Envelope {
  commitmentAuthority: number;
  paymentAppropriation: number;
  departments: { id: string; name: string }[];
}

/** The two columns: the field of a department is `ae-DEP-01`, that of a sum `total-ae`. */
export const columns = [
  { prefix: 'ae', key: 'commitmentAuthority' },
  { prefix: 'cp', key: 'paymentAppropriation' },
] as const;

/**
 * Reads what was typed, and demands that each column sums to the envelope, to the cent. Refused beside each
 * field that is no amount, and beside the sum with the difference in euros.
 */
export function readSplit(typed: Record<string, string>, envelope: Envelope): Outcome<SplitLine[]> {
  const errors: FieldError[] = [];
  const lines = envelope.departments.map(({ id, name }) => {
    const line: SplitLine = { territoryId: id, name, commitmentAuthority: 0, paymentAppropriation: 0 };
    for (const { prefix, key } of columns) {
      const read = readAmount(typed[`${prefix}-${id}`] ?? '');
      if ('fault' in read) errors.push({ field: `${prefix}-${id}`, key: `regions.amount.${read.fault}` });
      else line[key] = read.cents;
    }
    return line;
  });
  if (errors.length === 0) errors.push(...columns.flatMap(({ prefix, key }) => differenceOf(prefix, key)));
  return errors.length > 0 ? { ok: false, errors } : accepted(lines);

  function differenceOf(prefix: string, key: (typeof columns)[number]['key']): FieldError[] {
    const difference = lines.reduce((sum, line) => sum + line[key], 0) - envelope[key];
    if (difference === 0) return [];
    const params = { difference: formatAmount(Math.abs(difference)) };
    return [{ field: `total-${prefix}`, key: `regions.split.${difference > 0 ? 'above' : 'below'}`, params }];
  }
}

/** What may be kept of a draft: the fields of this envelope, as they were typed. */
export function draftOf(typed: Record<string, string>, { departments }: Envelope): Record<string, string> {
  const fields = departments.flatMap(({ id }) => columns.map(({ prefix }) => `${prefix}-${id}`));
  return Object.fromEntries(fields.map((field) => [field, (typed[field] ?? '').slice(0, 60)]));
}

/** A published version as one would type it, to be changed. */
export function typedFrom(lines: readonly SplitLine[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) =>
      columns.map(({ prefix, key }) => [`${prefix}-${line.territoryId}`, writeAmount(line[key])]),
    ),
  );
}
