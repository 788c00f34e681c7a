import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { optionalDay } from '../web/fields.ts';

/** « À la date du… » in a page's address: whatever was typed, so that a wrong day is said beside its field. */
export const askedDay = z.string().trim().max(20).default('');

/** The day that a page shows: the one asked for, or today when it is none; with what was wrong about it. */
export function shownDay(asked: string, today: string): { day: string; errors: FieldError[] } {
  const read = optionalDay().safeParse(asked);
  if (read.success) return { day: read.data ?? today, errors: [] };
  return { day: today, errors: [{ field: 'au', key: 'form.no-such-date' }] };
}
