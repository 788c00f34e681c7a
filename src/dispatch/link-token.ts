import { createHmac } from 'node:crypto';
import { sha256Hex } from '../kernel/hash.ts';

/** Stands for an office's token in a mail to oneself: it opens a page that says so. */
export const trialToken = 'essai';

export type LinkTokens = ReturnType<typeof createLinkTokens>;

/**
 * The secret of an office's link: 32 bytes derived from the installation's own secret, the delivery's id and
 * how often its link was replaced, so that a retry, a reminder or a resend writes the link that holds, and
 * nothing stored gives it away. `secret` is at least 32 bytes and belongs to the installation for ever.
 */
export function createLinkTokens(deps: { secret: Uint8Array }) {
  return {
    /** `generation` 0 is the first link; revoking one makes the next. */
    tokenOf(deliveryId: string, generation = 0): string {
      const name = generation === 0 ? deliveryId : `${deliveryId}:${generation}`;
      return createHmac('sha256', deps.secret).update(`delivery-link:${name}`).digest('base64url');
    },
    /** What the ledger keeps, and looks a link up by. */
    hashOf(token: string): string {
      return sha256Hex(token);
    },
  };
}

/** The last day (`YYYY-MM-DD`) on which the link opens: a year after the deadline. */
export function linkExpiryOf(deadlineOn: string): string {
  const day = new Date(`${deadlineOn}T00:00:00Z`);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}
