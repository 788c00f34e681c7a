import type { CaughtMails } from '../mail/mail.ts';
import type { MailSource } from './ports.ts';

const atOnce = 50;

/**
 * The demonstration's mailbox: the embedded server keeps every mail, and those that were sent to this service
 * are read as they would be from a real one. Its names are not in order: what is new is what is not stored.
 */
export function createCaughtMailbox(deps: {
  caughtMails: Pick<CaughtMails, 'listFor' | 'delivered'>;
  isOurs(address: string): boolean;
}): MailSource {
  return {
    name: 'demonstration',
    everyMs: 2_000,
    open: async () => ({
      uidValidity: 'demonstration',
      async listNew({ among }) {
        const mails = await deps.caughtMails.listFor(deps.isOurs);
        const stored = await among(mails.map(({ id }) => id));
        const fresh = mails.filter(({ id }) => !stored.has(id)).slice(0, atOnce);
        return Promise.all(
          fresh.map(async ({ id, receivedAt }) => {
            const bytes = await deps.caughtMails.delivered(id);
            return { uid: id, size: bytes?.byteLength ?? 0, receivedAt };
          }),
        );
      },
      async fetch(uid, maxBytes) {
        const bytes = await deps.caughtMails.delivered(uid);
        return (bytes ?? Buffer.alloc(0)).subarray(0, maxBytes);
      },
      close: async () => undefined,
    }),
  };
}
