import { formatAmount, formatCount, formatDay } from '../../kernel/french-format.ts';
import type { Column, Field } from './definition.ts';
import { writeScaled } from './typed-number.ts';

type Valued = Pick<Field | Column, 'type' | 'options'>;

/** How yes and no are said; they are texts of templates, given where pages and files are made. */
export interface YesNoWords {
  yes: string;
  no: string;
}

/** A value as a person reads it; undefined is said by whoever asks. */
export function writeValue(field: Valued, value: number | string, words?: YesNoWords): string {
  if (typeof value === 'number') return writeNumber(field, value);
  if (field.type === 'day') return formatDay(value);
  if (field.type === 'yes-no') return words?.[value === 'yes' ? 'yes' : 'no'] ?? value;
  if (field.type === 'choice' || field.type === 'choices')
    return field.options?.find(({ key }) => key === value)?.label ?? value;
  return value;
}

export function writeNumber({ type }: Pick<Valued, 'type'>, value: number): string {
  if (type === 'amount') return formatAmount(value);
  if (type === 'percentage')
    return `${writeScaled(value, { grouped: true }).replace(/(,\d)0$/, '$1')}\u00a0%`;
  return formatCount(value);
}

/** A value as it would be typed, to begin a new version of an answer with. */
export function retype({ type }: Pick<Valued, 'type'>, value: number | string): string {
  if (typeof value === 'string') return value;
  return type === 'whole' ? String(value) : writeScaled(value, { grouped: false });
}
