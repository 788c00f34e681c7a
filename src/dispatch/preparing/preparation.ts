import type { FieldError } from '../../kernel/outcome.ts';
import { parisDayOf } from '../../kernel/clock.ts';
import { everyOffice, type Audience } from '../audience.ts';
import type { PdfBy } from '../campaigns-store.ts';

/**
 * `open`: being prepared. `scheduled`: leaves by itself at its hour. `held`: its hour came and something that
 * nobody had accepted kept it back. `sent`: its campaign is open. `abandoned`: given up.
 */
export type PreparationState = 'open' | 'scheduled' | 'held' | 'sent' | 'abandoned';

/** What a dispatcher chooses; days are `YYYY-MM-DD`. */
export interface Choices {
  audience: Audience;
  /** The day whose directory is read; null: that of the departure. */
  recipientsOn: string | null;
  /** The last day to acknowledge. */
  deadlineOn: string;
  /** The notifications of credits, where there are any: beside the act, or by the office's own link. */
  annexesBy: PdfBy;
}

export interface Preparation {
  id: string;
  instructionId: string;
  signedSha256: string;
  state: PreparationState;
  choices: Choices;
  /** When it leaves, an instant; undefined: as soon as it is confirmed. */
  dueAt: string | undefined;
  /** Why it was held: findings of the pre-flight, or the key of a refusal. */
  heldBy: string | undefined;
  begunAt: string;
  changedAt: string;
  /** Who last chose something; of a scheduled one, who confirmed it. */
  changedBy: string;
}

/** Of a rectificatif, `audience` is who had what it corrects. */
export const choicesAtFirst = (deadlineOn: string, audience: Audience = everyOffice): Choices => ({
  audience,
  recipientsOn: null,
  deadlineOn,
  annexesBy: 'attachment',
});

/** A list picked by hand holds at least one office. */
export function faultsOfAudience(audience: Audience): FieldError[] {
  const faults: FieldError[] = [];
  if (audience.toList === 'chosen' && audience.toOffices.length === 0)
    faults.push({ field: 'toList', key: 'preparing.recipients.none-chosen' });
  if (audience.ccList === 'chosen' && audience.ccOffices.length === 0)
    faults.push({ field: 'ccList', key: 'preparing.recipients.no-copy-chosen' });
  return faults;
}

/** Any day within a year of today, before or after: further away, it is a mistyped year. */
export function faultOfRecipientsOn(day: string, today: string): FieldError | undefined {
  const away = Math.abs(Date.parse(day) - Date.parse(today));
  if (away <= 366 * 86_400_000) return undefined;
  return { field: 'recipientsOn', key: 'preparing.recipients.day-too-far' };
}

/** A departure is to come, within a year, and before the last day to acknowledge. */
export function faultOfDeparture(dueAt: string, now: Date, deadlineOn: string): FieldError | undefined {
  const due = new Date(dueAt);
  const field = 'departureOn';
  if (due <= now) return { field, key: 'preparing.departure.past' };
  if (due.getTime() - now.getTime() > 366 * 86_400_000) return { field, key: 'preparing.departure.too-far' };
  if (parisDayOf(due) >= deadlineOn) return { field, key: 'preparing.departure.after-deadline' };
  return undefined;
}
