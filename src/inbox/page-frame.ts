import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentUser, Role } from '../web/route.ts';
import type { Actor, Inbox } from './inbox.ts';
import type { MessageKind } from './message-reading.ts';

export interface InboxRoutesDeps {
  inbox: Inbox;
  messages: Messages;
  /** Display names of users; an erased person has none. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  officeNames(): Promise<Map<string, string>>;
  /** Newest first. */
  listCampaigns(): Promise<{ id: string; slug: string; title: string; year: number; signedSha256: string }[]>;
  /** Whom answers come from, as people read it. */
  sender: string;
}

/** Who reads what came back: everyone who works on instructions, and the auditor. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
export const sorters: readonly Role[] = ['dispatcher'];

export const badgeOf: Record<MessageKind, string> = {
  failure: 'error',
  delay: 'warning',
  success: 'success',
  'read-receipt': 'success',
  'auto-reply': 'info',
  reply: 'new',
  unclassified: 'warning',
};

export const kinds = Object.keys(badgeOf) as MessageKind[];

export function addressOf(id: string, rest = ''): string {
  return `/retours/${id}${rest}`;
}

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

/** « Camille Duval <camille@…> », or what there is of it. */
export function senderWords(
  messages: Messages,
  words: { fromName: string; fromAddress: string } | undefined,
): string {
  if (words === undefined) return messages('inbox.erased');
  const { fromName, fromAddress } = words;
  if (fromAddress === '') return fromName === '' ? messages('inbox.no-sender') : fromName;
  return fromName === '' ? fromAddress : `${fromName} <${fromAddress}>`;
}

export function subjectWords(messages: Messages, words: { subject: string } | undefined): string {
  if (words === undefined) return messages('inbox.erased');
  return words.subject.trim() === '' ? messages('inbox.no-subject') : words.subject;
}
