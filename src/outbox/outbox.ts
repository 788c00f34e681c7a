import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Letter, NewLetter } from './letter.ts';
import { createLetterSending, type LetterSendingDeps } from './letter-sending.ts';
import { insertLetter, listLetters } from './letters-store.ts';

export { badgeOfLetter, type Letter, type LetterKind, type LetterState, type NewLetter } from './letter.ts';
export { listPlacedLetters } from './letters-store.ts';

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * What is written to an office beside the ledger: kept as it was written, in the transaction that decided
 * it, and sent once. `mailDomain`: what follows the @ in Message-IDs.
 */
export function createOutbox(deps: LetterSendingDeps & { mailDomain: string }) {
  const { readDatabase, clock } = deps;
  return {
    /** Keeps a letter that leaves with the next round; gives its id, and the hash that the journal may keep. */
    async post(transaction: Knex.Transaction, letter: NewLetter): Promise<{ id: string; textHash: string }> {
      const { address, replyTo = [], subject, text, ...about } = letter;
      const id = newId();
      const at = instantOf(clock);
      const salt = newToken(16);
      const textHash = saltedHash(salt, JSON.stringify([subject, text]));
      await insertLetter(transaction, {
        ...about,
        ...{ id, textHash, salt, headerId: `<${id}@${deps.mailDomain}>` },
        ...{ state: 'pending', attempts: 0, writtenAt: at, changedAt: at },
        words: { address, replyTo, subject, text, serverReply: '' },
      });
      return { id, textHash };
    },

    sendDue: createLetterSending(deps),

    /** Letters by their id. */
    async find(ids: string[]): Promise<Map<string, Letter>> {
      return new Map((await listLetters(readDatabase, { ids })).map((letter) => [letter.id, letter]));
    },

    /** The letters about one thing (`question:<id>`), oldest first. */
    list: (about: string): Promise<Letter[]> => listLetters(readDatabase, { about }),
  };
}
