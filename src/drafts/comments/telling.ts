import type { Knex } from 'knex';
import type { Messages } from '../../kernel/messages.ts';

/** Where the mail of a mention goes; the outbox of the house keeps it and sends it once. */
export interface MentionMails {
  /** The addresses of those of these people who have one, and an open account. */
  addressesOf(userIds: readonly string[]): Promise<Map<string, string>>;
  post(
    trx: Knex.Transaction,
    letter: { about: string; instructionId: string; address: string; subject: string; text: string },
  ): Promise<unknown>;
  publicUrl(): string;
}

/**
 * Writes to those whom a comment names that they were, by whom and where: never what was said, since a mail goes
 * farther than its readers. Nobody is told of their own words.
 */
export function createTelling({ mails, messages }: { mails: MentionMails | undefined; messages: Messages }) {
  return {
    /** What posts the mails of a comment, in the transaction that writes it: its addresses are read before. */
    async tellLater(author: { id: string; name: string }, mentions: readonly string[]) {
      const others = mentions.filter((id) => id !== author.id);
      if (mails === undefined || others.length === 0) return async () => undefined;
      const addresses = await mails.addressesOf(others);
      return async (
        trx: Knex.Transaction,
        {
          comment,
          thread,
          instruction,
        }: { comment: string; thread: string; instruction: { id: string; slug: string; title: string } },
      ): Promise<void> => {
        const base = mails.publicUrl().replace(/\/$/, '');
        const words = {
          ...{ author: author.name, title: instruction.title },
          link: `${base}/instructions/${instruction.slug}/commentaires?filtre=tous#fil-${thread}`,
        };
        for (const [userId, address] of addresses)
          await mails.post(trx, {
            ...{ about: `comment:${comment}:${userId}`, instructionId: instruction.id, address },
            subject: messages('comments.mail.subject', words),
            text: messages('comments.mail.text', words),
          });
      };
    },
  };
}
