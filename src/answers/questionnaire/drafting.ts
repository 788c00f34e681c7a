import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Definition } from './definition.ts';
import {
  findDraft,
  listAsides,
  listBegun,
  removeAside,
  saveAside,
  saveDraft,
  type Aside,
  type Draft,
  type Place,
} from './drafts-store.ts';
import { emptyTyped, saysTheSame, type TypedAnswer } from './typed-answer.ts';

/** What a screen shows, and what it read when it was opened. */
export interface Typing {
  typed: TypedAnswer;
  revision: number;
  screen: string;
}

/** `saved`, with the revision that it has become; or `aside`: another screen saved meanwhile, both are kept. */
export interface Saved {
  state: 'saved' | 'aside';
  revision: number;
  savedAt: string;
}

/**
 * What an office types, before it is given. Any of its people may type on any screen: whoever saves over a
 * text that they did not read has their own kept aside, and neither is lost.
 */
export function createDrafting(deps: { database: Knex; readDatabase: Knex; clock: Clock }) {
  const { database, readDatabase, clock } = deps;

  return {
    /** Revision 0, with nothing typed, while nobody saved. */
    async open(definition: Definition, place: Place): Promise<Draft & { isNew: boolean }> {
      const draft = await findDraft(readDatabase, place);
      if (draft !== undefined) return { ...draft, isNew: false };
      return { typed: emptyTyped(definition), revision: 0, screen: '', savedAt: '', isNew: true };
    },

    /** Oldest first. */
    asidesOf: (place: Place): Promise<Aside[]> => listAsides(readDatabase, place),

    begunOf: async (requestId: string): Promise<ReadonlySet<string>> =>
      new Set(await listBegun(readDatabase, requestId)),

    /**
     * Keeps what was typed. A screen that missed the answer to its own saving may save again; one that
     * another screen outran has what it types kept aside, until a person says what becomes of it.
     */
    save(definition: Definition, place: Place, { typed, revision, screen }: Typing): Promise<Saved> {
      return database.transaction(async (transaction): Promise<Saved> => {
        const current = await findDraft(transaction, place);
        const now = instantOf(clock);
        const standing = current?.revision ?? 0;
        const isFollowing = revision === standing || current?.screen === screen;
        // What says nothing new is no change: two screens that show the same do not outrun each other.
        if (current !== undefined && (isFollowing ? isSame : saysTheSame)(definition, current.typed, typed))
          return { state: 'saved', revision: standing, savedAt: current.savedAt };
        const next = { typed, screen, revision: standing + 1, savedAt: now };
        if (isFollowing && (await saveDraft(transaction, place, next)))
          return { state: 'saved', revision: next.revision, savedAt: now };
        await saveAside(transaction, place, { screen, typed, keptAt: now });
        return { state: 'aside', revision: standing, savedAt: now };
      });
    },

    /**
     * Takes what was kept aside as the text; the text that stood is kept aside in its place. Throws `not-found`,
     * and `conflict` when another screen saved at the same time.
     */
    takeAside(place: Place, id: string): Promise<void> {
      return database.transaction(async (transaction) => {
        const { aside, current } = await findBoth(transaction, place, id);
        const now = instantOf(clock);
        await removeAside(transaction, place, id);
        if (current !== undefined)
          await saveAside(transaction, place, {
            screen: `${current.screen}/${current.revision}`,
            typed: current.typed,
            keptAt: now,
          });
        const revision = (current?.revision ?? 0) + 1;
        const taken = { typed: aside.typed, screen: '', revision, savedAt: now };
        if (!(await saveDraft(transaction, place, taken)))
          throw new AppError('conflict', 'another screen saved at the same time', {
            messageKey: 'questionnaires.fill.saved-meanwhile',
          });
      });
    },

    /** Lets go of what was kept aside: a person said so. Throws `not-found`. */
    dropAside(place: Place, id: string): Promise<void> {
      return database.transaction(async (transaction) => {
        await findBoth(transaction, place, id);
        await removeAside(transaction, place, id);
      });
    },
  };
}

export type Drafting = ReturnType<typeof createDrafting>;

async function findBoth(transaction: Knex.Transaction, place: Place, id: string) {
  const aside = (await listAsides(transaction, place)).find((one) => one.id === id);
  if (aside === undefined) throw new AppError('not-found', 'nothing is kept aside under this id');
  return { aside, current: await findDraft(transaction, place) };
}

/** Empty rows say nothing, but whoever added one finds it again. */
function isSame(_definition: Definition, one: TypedAnswer, other: TypedAnswer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
