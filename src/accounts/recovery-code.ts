import { randomInt } from 'node:crypto';
import { sha256Hex } from '../kernel/hash.ts';

// Neither 0 and o, nor 1, i and l: a code is copied by hand, on a bad day.
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
const groups = 4;
const groupLength = 4;
const howMany = 10;

/** Ten codes of sixteen characters (79 bits each), in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () =>
    Array.from({ length: groups }, () =>
      Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join(''),
    ).join('-'),
  );
}

/** What is kept of a code, however it was typed. Too many bits to be guessed from its hash: no salt is needed. */
export function hashOfRecoveryCode(typed: string): string {
  return sha256Hex(typed.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
