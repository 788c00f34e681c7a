import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { fieldModel } from './field-control.ts';

/** From these lengths on, in characters, a field takes two columns of the page, then its whole width. */
const [long, wide] = [80, 200];

/**
 * The fields of the letter as the form shows them: folded away once nothing is missing, never while one of
 * them is at fault or to be settled (`settled`: the parts on which two people differ).
 */
export function letterModel(
  messages: Messages,
  fields: ReturnType<typeof fieldModel>[],
  { errors, settled }: { errors: readonly FieldError[]; settled: readonly string[] },
) {
  const missing = fields.filter((field) => field.required && isEmpty(field));
  const isAsked = [...errors.map(({ field }) => field), ...settled].some((part) => part.startsWith('fields'));
  const count = missing.length;
  return {
    isAsked,
    isOpen: isAsked || count > 0,
    badgeKind: count > 0 ? 'warning' : 'success',
    badgeLabel: messages(
      `drafts.letter.${count === 0 ? 'filled' : count === 1 ? 'missing-one' : 'missing-many'}`,
      { count },
    ),
    fields: fields.map((control) => ({ size: sizeOf(control), control })),
  };
}

/** As it is shown: what was typed and could not be read stands there too. */
function isEmpty({ isPerson, isTable, lines, value }: ReturnType<typeof fieldModel>): boolean {
  const shown = isPerson || isTable ? lines : [value];
  return shown.every((line) => line.trim() === '');
}

function sizeOf(control: ReturnType<typeof fieldModel>): '' | 'long' | 'wide' {
  if (control.isPerson || control.isList || control.isTable) return 'wide';
  const length = control.isLine && !control.fixed && control.inputType === 'text' ? control.maximum : 0;
  return Number(length) >= wide ? 'wide' : Number(length) > long ? 'long' : '';
}
