import type { CatchAllOptions } from '../mail/mail.ts';

// Offices whose mail goes wrong in the campaign that a demonstration is born with, by their mail domains.
const unknownBox = new Set(['cantal.pref.example', 'lozere.pref.example']);
const noSuchBox = new Set(['creuse.pref.example', 'nievre.pref.example', 'vosges.pref.example']);

export type Postmaster = ReturnType<typeof createPostmaster>;

/**
 * The embedded mail server's answers, over real SMTP: a few mailboxes that do not exist, two that keep
 * the message and hang up without a word. Only while the first campaign is seeded: every later one finds
 * a server that takes everything.
 */
export function createPostmaster() {
  let misbehaving = false;
  const isIn = (boxes: Set<string>, address: string) => misbehaving && boxes.has(domainOf(address));
  return {
    misbehave(now: boolean): void {
      misbehaving = now;
    },
    refuse: (address) =>
      isIn(noSuchBox, address) ? { code: 550, text: '5.1.1 no such mailbox here' } : undefined,
    vanish: (address) => isIn(unknownBox, address),
  } satisfies Pick<CatchAllOptions, 'refuse' | 'vanish'> & Record<string, unknown>;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
