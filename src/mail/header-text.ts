import { AppError } from '../kernel/errors.ts';
import { readAddress, type ReadAddress } from './address.ts';

/** C0 and C1 controls, DEL, and the two Unicode line separators: none has a place in a header (RFC 5322, 2.2). */
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const messageIdShape = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,200}@[A-Za-z0-9.-]{1,200}>$/;
const envidShape = /^[\x21-\x7e]{1,100}$/;
const headerNameShape = /^[A-Za-z][A-Za-z0-9-]{0,75}$/;

/** Gives the text back if it may become (part of) a header; throws `AppError invalid` if it may not. */
export function headerText(text: string, where: string): string {
  if (forbidden.test(text)) throw invalid(where, 'holds a control character', 'form.control-characters');
  return text;
}

/** A bare address as SMTP's MAIL and RCPT commands take it (its domain in ASCII); throws `AppError invalid` otherwise. */
export function headerMailbox(address: string, where: string): ReadAddress {
  const read = readAddress(address);
  if (read.ok) return read.value;
  throw invalid(where, 'is not an address', read.errors[0]?.key ?? 'mail.address.invalid');
}

/** `<id@domain>` (RFC 5322, 3.6.4). */
export function headerMessageId(id: string): string {
  if (!messageIdShape.test(id)) throw invalid('messageId', 'is not <id@domain>', 'mail.message-id.invalid');
  return id;
}

/** The envelope identifier of RFC 3461, 4.4, before its xtext encoding. */
export function envelopeId(id: string): string {
  if (!envidShape.test(id)) throw invalid('envid', 'is not printable ASCII', 'mail.envid.invalid');
  return id;
}

/** A header's name; one that the message sets itself is refused, so that nobody can double it. */
export function headerName(name: string, reserved: ReadonlySet<string>): string {
  if (!headerNameShape.test(name)) throw invalid('header', 'has no valid name', 'mail.header.invalid');
  if (reserved.has(name.toLowerCase()))
    throw invalid(name, 'is set by the message itself', 'mail.header.invalid');
  return name;
}

function invalid(where: string, reason: string, messageKey: string): AppError {
  return new AppError('invalid', `mail: ${where} ${reason}`, { messageKey, details: { where } });
}
