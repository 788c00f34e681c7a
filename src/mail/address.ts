import { domainToASCII } from 'node:url';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';

/** One mailbox's address, in the form in which it is kept, compared and given to a mail server. */
export interface ReadAddress {
  /** The local part as written (NFC), the domain in ASCII (punycode) and small letters. */
  address: string;
  domain: string;
  /** True when the local part is not ASCII: only a server that offers SMTPUTF8 (RFC 6531) takes it. */
  needsSmtpUtf8: boolean;
  /** The same for two spellings that, as far as anyone can tell, are one mailbox: capitals are folded. */
  mailbox: string;
}

/** Controls, DEL, and the two Unicode line separators. */
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** What cannot be seen, or turns the reading direction: two addresses that look alike would not be the same. */
const invisible = /[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
/** A dot-string (RFC 5321, 4.1.2), with the letters that RFC 6531, 3.3 adds. */
const localShape = /^(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u00a0-\u{10ffff}]+$/u;
const domainWriting = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** At least two labels; the last one never only digits, which would be an IP address. */
const domainShape =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const bytesOf = (text: string) => Buffer.byteLength(text);

/**
 * The one rule of what an address is, for the directory, the checks before a campaign and the transport.
 * Surrounding spaces are not removed: the caller says whether they are a fault. Refused with the key of
 * a sentence: control characters (line breaks), a comment or a name around it, several addresses, a
 * quoted local part, an IP address as domain, and whatever RFC 5321 (4.1.2, 4.5.3.1) does not allow.
 */
export function readAddress(text: string): Outcome<ReadAddress> {
  const wrong = (key: string) => refused({ field: 'address', key: `mail.address.${key}` });
  if (control.test(text)) return wrong('control-characters');
  if (/[()]/.test(text)) return wrong('comment');
  if (/[<>,;:]/.test(text)) return wrong('not-alone');
  if (text.includes('"')) return wrong('quoted');
  if (text.split('@').length !== 2) return wrong('invalid');
  const [local = '', writtenDomain = ''] = text.normalize('NFC').split('@');
  if (!localShape.test(local) || invisible.test(local) || /\s/u.test(local)) return wrong('invalid');
  const domain = domainWriting.test(writtenDomain) ? domainToASCII(writtenDomain) : '';
  if (!domainShape.test(domain)) return wrong('domain');
  const address = `${local}@${domain}`;
  // RFC 5321, 4.5.3.1: octets, of which a path has 256 with its two brackets.
  if (bytesOf(local) > 64 || bytesOf(address) > 254) return wrong('too-long');
  return accepted({
    address,
    domain,
    needsSmtpUtf8: bytesOf(local) > local.length,
    mailbox: address.toLowerCase(),
  });
}
