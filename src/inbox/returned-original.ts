import { openHeader, type MimeMessage } from './mime-message.ts';

/** What a message that came back inside another says of itself. */
export interface ReturnedOriginal {
  messageIds: string[];
  /** Its envelope's sender, where a server wrote it down: our own return path. */
  returnPaths: string[];
  /** Its To, which a notice without any address leaves as the last resort. */
  to: string[];
}

const types = new Set([
  'message/rfc822',
  'message/global',
  'message/rfc822-headers',
  'text/rfc822-headers',
  'message/global-headers',
  'message/partial',
]);

/** Where a notice in plain text ends and the message it returns begins. */
const copyBegins =
  /^[ \t]{0,8}(?:[-=_*#]{2,80}[ \t]{0,4})?(?:this is a copy of|below this line is a copy|a copy of (?:your|the)|copy of the (?:original )?message|included is a copy|the (?:body|header|headers) of (?:your|the) message|original message (?:follows|headers?)|(?:start of )?(?:returned|unsent|undelivered|forwarded) message|message (?:header|headers|text) follows|your message (?:follows|begins)|the original message (?:follows|is attached)|ci-dessous(?: figure)? (?:une |la )?copie|copie (?:du|de votre) message|(?:début du )?message (?:d['’]origine|original|retourné)|en-têtes (?:du|de) message|---[ -]{0,20}original message|return-path:|received: from)/im;

/** The text without the copy of the message that it returns, and that copy. */
export function splitCopy(text: string): { notice: string; copy: string } {
  const found = copyBegins.exec(text);
  if (found === null || found.index < 20) return { notice: text, copy: '' };
  return { notice: text.slice(0, found.index), copy: text.slice(found.index) };
}

/** The header of the message that a notice returns, from its part or from the end of its text. */
export async function readReturnedOriginal(message: MimeMessage): Promise<ReturnedOriginal> {
  const found: ReturnedOriginal = { messageIds: [], returnPaths: [], to: [] };
  for (const part of message.parts.filter(({ type }) => types.has(type)).slice(0, 5)) {
    const head = await openHeader(part.content);
    found.messageIds.push(...head.headers('message-id'));
    found.returnPaths.push(...head.headers('return-path'));
    found.to.push(...head.addresses('to').map(({ address }) => address));
  }
  const { copy } = splitCopy(message.text);
  const headLine = (name: string) =>
    new RegExp(`^[> \\t]{0,8}${name}:[ \\t]{0,8}(?:\\n[ \\t]{1,8})?([^\\n]{1,998})$`, 'im').exec(copy)?.[1] ??
    '';
  if (found.messageIds.length === 0 && copy !== '') {
    found.messageIds.push(headLine('Message-ID'));
    found.returnPaths.push(headLine('Return-Path'));
    const [only = ''] = /[^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,255}/.exec(headLine('To')) ?? [];
    found.to.push(only);
  }
  return {
    messageIds: found.messageIds.filter(Boolean),
    returnPaths: found.returnPaths.filter(Boolean),
    to: found.to.filter(Boolean),
  };
}
