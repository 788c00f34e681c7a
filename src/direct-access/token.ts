import { dayAfter } from '../kernel/french-calendar.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';

const prefix = 'estafette_';
const checkLength = 8;
/** Enough to know one's tokens apart, too little to guess one. */
const hintLength = 4;

export type TokenState = 'usable' | 'expired' | 'revoked';

/** 256 bits of chance behind a prefix that tells what it is to who finds it, and a sum that tells a copy cut short. */
export function newAccessToken(): { token: string; hint: string } {
  const chance = newToken(32);
  return { token: `${prefix}${chance}${checkOf(chance)}`, hint: `${prefix}${chance.slice(0, hintLength)}…` };
}

/** Whether it is made as ours are: what is altered or cut short is refused without asking the database. */
export function isWellFormed(token: string): boolean {
  const [, chance = '', check] = /^estafette_([\w-]{43})([0-9a-f]{8})$/.exec(token) ?? [];
  return check !== undefined && check === checkOf(chance);
}

/** The last day that a token may serve: a year from today, never beyond the mission. */
export function lastPossibleDay(today: string, missionEndsOn: string | undefined): string {
  const inAYear = dayAfter(today, 365);
  return missionEndsOn !== undefined && missionEndsOn < inAYear ? missionEndsOn : inAYear;
}

/** `expiresOn`: the last day on which it serves. */
export function stateOfToken(
  { revokedAt, expiresOn }: { revokedAt: string | null; expiresOn: string },
  today: string,
): TokenState {
  if (revokedAt !== null) return 'revoked';
  return today > expiresOn ? 'expired' : 'usable';
}

function checkOf(chance: string): string {
  return sha256Hex(`${prefix}${chance}`).slice(0, checkLength);
}
