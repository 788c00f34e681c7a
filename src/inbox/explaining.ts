import type { Knex } from 'knex';
import { listPlaced } from '../dispatch/dispatch.ts';
import { listPlacedLetters } from '../outbox/outbox.ts';
import { listAnswered } from './answers-store.ts';
import { readMessage, type ReadMessage } from './message-reading.ts';
import type { OwnAddresses } from './own-addresses.ts';
import { tieOf, type Tie } from './tying.ts';

/** What a message is, and which mail of ours it is about: nothing is written. */
export async function explainMessage(
  bytes: Uint8Array,
  deps: { readDatabase: Knex; ownAddresses: OwnAddresses },
): Promise<{ read: ReadMessage; tie: Tie }> {
  const { readDatabase, ownAddresses } = deps;
  const read = await readMessage(bytes);
  const known = {
    listPlaced: (clue: Parameters<typeof listPlaced>[1]) => listPlaced(readDatabase, clue),
    // A letter of ours stands where the mail stands that it was written beside.
    listAnswered: async (clue: Parameters<typeof listAnswered>[1]) => [
      ...(await listAnswered(readDatabase, clue)),
      ...(await listPlacedLetters(readDatabase, clue)).map(({ id, ...place }) => ({
        ...place,
        answerId: id,
      })),
    ],
  };
  return { read, tie: await tieOf(read, known, ownAddresses) };
}
