import type { ReadMessage } from '../../src/inbox/message-reading.ts';

const kinds = ['failure', 'delay', 'success', 'read-receipt', 'auto-reply', 'reply', 'unclassified'];

/** What is wrong with a reading, whatever the message; undefined when nothing is. */
export function faultOfReading(read: ReadMessage): string | undefined {
  const { kind, recipients, ties, text, subject } = read;
  if (!kinds.includes(kind)) return `kind ${kind}`;
  if (kind === 'unclassified' && recipients.length > 0) return 'unclassified, with recipients';
  if (text.length > 200_000 || subject.length > 500) return 'a text without bounds';
  if (recipients.length > 25_000) return 'recipients without bounds';
  for (const { address, action, status, permanent, diagnostic } of recipients) {
    if (address === '' || address.length > 320) return `an address of ${address.length} characters`;
    if (diagnostic.length > 2000 || action.length > 20) return 'a diagnostic without bounds';
    if (status !== null && !/^[245]\.\d{1,3}\.\d{1,3}$/.test(status)) return `status ${status}`;
    if (permanent && action !== 'failed') return `permanent, and ${action}`;
    if (permanent && status?.startsWith('4') === true) return `permanent, and ${status}`;
  }
  if (Object.values(ties).some((list: string[]) => list.length > 100)) return 'ties without bounds';
  return undefined;
}
