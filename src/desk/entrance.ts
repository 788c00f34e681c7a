import { randomInt } from 'node:crypto';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';

/** How long a code opens: the time to reach a shared mailbox, whoever opens it. */
export const codeMinutes = 15;
export const codeTries = 5;
/** Codes that opened nothing, in an hour: of one office from one network address, then from all together. */
export const codesAnHour = { fromOneAddress: 5, ofOneOffice: 20 };
/** How long what is known of an entrance is kept: as long as it counts. */
export const entranceHours = 1;

const digits = 8;

/** Eight digits: five tries of a code and twenty codes an hour leave one chance in a million. */
export function newCode(): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}

/**
 * What is kept of an entrance's token, beside the cookie of the browser that it was given to: its address,
 * sent to somebody else, leads them nowhere and makes nobody enter under another's name.
 */
export function hashToken(token: string, binding: string): string {
  return sha256Hex(`${binding} ${token}`);
}

/** What is kept of a code: nobody who reads the database has the token, which is its key. */
export function hashCode(token: string, code: string): string {
  return saltedHash(token, `office-code:${code}`);
}

/** « 1234 5678 », as it is written in the mail. */
export function spacedCode(code: string): string {
  return `${code.slice(0, digits / 2)} ${code.slice(digits / 2)}`;
}

/** The digits of what was typed, however they were grouped; undefined when it cannot be a code. */
export function readCode(typed: string): string | undefined {
  const code = typed.replace(/[\s.\-\u00a0\u202f]/g, '');
  return /^\d{8}$/.test(code) ? code : undefined;
}

/** Only the offices' own pages follow an entrance, never a page of another site or of staff. */
export function officePath(path: string | undefined): string {
  return path !== undefined && /^\/guichet(?=[/?#]|$)/.test(path) && !/[\s\\]/.test(path) ? path : '/guichet';
}
