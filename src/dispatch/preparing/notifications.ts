import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { PdfBy } from '../campaigns-store.ts';
import type { AnnexesProgress } from '../ports.ts';

/** What a departure knows of the notifications of credits. */
export interface NotificationsFacts {
  /** Whether the act bears a table of credits. */
  hasCredits: boolean;
  /** Undefined: nobody asked for any. */
  annexes?: Pick<AnnexesProgress, 'made' | 'total' | 'ready' | 'failed'> | undefined;
  /** How they travel, and what was chosen before they were weighed. */
  annexesBy: PdfBy;
  annexesWished: PdfBy;
}

export type NotificationsState =
  'no-credits' | 'not-made' | 'under-way' | 'failed' | 'attached' | 'by-link' | 'too-big';

export function stateOfNotifications(facts: NotificationsFacts): NotificationsState {
  const { hasCredits, annexes, annexesBy, annexesWished } = facts;
  if (annexes === undefined) return hasCredits ? 'not-made' : 'no-credits';
  if (!annexes.ready) return annexes.failed ? 'failed' : 'under-way';
  if (annexesBy === 'attachment') return 'attached';
  return annexesWished === 'link' ? 'by-link' : 'too-big';
}

/** How many are made, of how many, as sentences print it. */
export function countsOf({ annexes }: NotificationsFacts): { made: string; total: string } {
  return { made: formatCount(annexes?.made ?? 0), total: formatCount(annexes?.total ?? 0) };
}

/**
 * Where they stand in a sentence, and where to have them made or to read them; undefined for a text
 * without credits. `slug`: the instruction's.
 */
export function notificationsModel(messages: Messages, slug: string, facts: NotificationsFacts) {
  const state = stateOfNotifications(facts);
  if (state === 'no-credits') return undefined;
  const isMade = state !== 'not-made';
  const credits = `/instructions/${slug}/credits`;
  return {
    sentence: messages(`preparing.notifications.${state}`, countsOf(facts)),
    href: isMade ? `${credits}#notifications` : `${credits}/notifier`,
    link: messages(`preparing.notifications.${isMade ? 'see' : 'make'}`),
    isMade,
    byAttachment: facts.annexesWished === 'attachment',
    byLink: facts.annexesWished === 'link',
  };
}
