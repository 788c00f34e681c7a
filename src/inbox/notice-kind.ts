import type { NoticeKind } from '../dispatch/dispatch.ts';
import type { MessageKind, ReadRecipient } from './message-reading.ts';

/**
 * What a message tells the ledger; undefined: nothing. « relayed » (RFC 3464, 2.3.3) says that the mail left
 * for a server that sends no notices: it is not delivered yet.
 */
export function noticeKindOf(
  kind: MessageKind,
  recipients: readonly Pick<ReadRecipient, 'action'>[],
): NoticeKind | undefined {
  if (kind === 'unclassified') return undefined;
  const onlyRelayed = recipients.length > 0 && recipients.every(({ action }) => action === 'relayed');
  return kind === 'success' && onlyRelayed ? 'relayed' : kind;
}
