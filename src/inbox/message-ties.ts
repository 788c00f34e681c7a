import type { MessageTies } from './message-reading.ts';
import type { MimeMessage } from './mime-message.ts';
import { readXtext } from './report-address.ts';
import type { ReturnedOriginal } from './returned-original.ts';

/** Where a server writes the address that a message was really for. */
const envelopeFields = [
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to', 'x-real-to'],
  ...['x-delivered-to', 'original-recipient', 'x-forwarded-to', 'to', 'cc', 'apparently-to'],
];
const most = 100;
const address = /[^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,255}/g;
const bracketed = /<([^<>\s]{1,998})>/g;

/** What may lead to the delivery, each thing once, the surest first. */
export function collectTies(
  message: MimeMessage,
  original: ReturnedOriginal,
  told: { envids?: string[]; messageIds?: string[]; addresses?: string[] },
): MessageTies {
  const sentTo = envelopeFields.flatMap(message.headers);
  const relayedFor = message
    .headers('received')
    .map((line) => / for <?([^\s<>;]{3,320})/.exec(line)?.[1] ?? '');
  return {
    returnPaths: once(
      [...sentTo, ...relayedFor, ...original.returnPaths].flatMap((text) => text.match(address) ?? []),
    ),
    envids: once((told.envids ?? []).flatMap((envid) => [readXtext(envid), envid])),
    messageIds: once(
      [
        ...(told.messageIds ?? []),
        ...original.messageIds,
        ...message.headers('in-reply-to'),
        ...message.headers('x-original-message-id'),
        ...message.headers('references').map(newestFirst),
      ].flatMap(idsIn),
    ),
    originalRecipients: once(told.addresses ?? []),
  };
}

/** The Message-IDs in a field, without their brackets. */
function idsIn(value: string): string[] {
  const inBrackets = [...value.matchAll(bracketed)].map(([, id = '']) => id);
  if (inBrackets.length > 0) return inBrackets;
  return value.split(/\s/).filter((word) => word.includes('@') && word.length < 998);
}

function newestFirst(references: string): string {
  return idsIn(references)
    .reverse()
    .map((id) => `<${id}>`)
    .join(' ');
}

function once(values: string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))].slice(0, most);
}
