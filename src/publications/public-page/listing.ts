import type { Subject } from '../publication.ts';

/** Who puts a text on the public page, and takes it away: who sends texts to those who apply them. */
export const publishers = ['dispatcher'] as const;

export const longestPublicReason = 1000;

/** A text at its permanent address, as it was last put there. */
export interface Listing {
  id: string;
  /** Of the address: the same for ever, whatever is put there again. */
  addressId: string;
  slug: string;
  subject: Subject;
  /** Of the file that everyone may read, and its size in bytes. */
  sha256: string;
  bytes: number;
  listedAt: string;
  listedBy: string;
  withdrawn: { at: string; by: string; reason: string | null } | undefined;
}

/** Roots of addresses that pages of another kind take, or may take one day. */
const taken = new Set(['aide', 'donnees', 'flux', 'recherche']);

/** The first of `base`, `base-2`, `base-3`… that nothing else has; those given once are given for ever. */
export function freeSlug(base: string, given: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!given.has(slug) && !taken.has(slug)) return slug;
  }
}

/** The latest of these instants (ISO 8601). */
export function latestOf(instants: readonly (string | undefined)[]): string {
  return instants
    .filter((instant) => instant !== undefined)
    .reduce((one, other) => (other > one ? other : one), '');
}
