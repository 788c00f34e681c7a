import type { Knex } from 'knex';
import { instantOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { loadInstruction, type DraftingDeps } from '../drafting-deps.ts';
import { demand, faultOfBeginning, type Actor } from '../instruction.ts';
import { lockInstruction } from '../instructions-store.ts';
import { getContents, insertKeptAside } from '../revisions-store.ts';
import { byPart, receive, type Typing } from './typing.ts';
import {
  listTyped,
  listUnsaved,
  putTyped,
  removeTyped,
  type Owner,
  type TypedPart,
} from './working-copies-store.ts';
import { readTyped, toWorkingText, type WorkingText } from './working-copy.ts';

export type { Screen, Typing } from './typing.ts';
export type { Conflict, WorkingText } from './working-copy.ts';

/** What a page is answered when it sent what was typed on it. */
export interface Kept {
  keptAt: string;
  /** What a save would refuse, as it is now. */
  errors: FieldError[];
}

/** Characters that a person's copy of one text may hold. */
const longestCopy = 4_000_000;

/**
 * What a person types is kept as they type it: theirs alone, with neither a revision nor a line in the
 * journal, until it is saved or given up.
 */
export function createWorkingCopies(deps: DraftingDeps) {
  const { database, clock } = deps;

  /** The whole copy of a person as they work on it, and the rows that it is made of. */
  async function workingText(
    actor: Pick<Actor, 'id'>,
    instructionId: string,
  ): Promise<WorkingText & { parts: TypedPart[] }> {
    const parts = await listTyped(database, { instructionId, userId: actor.id });
    const { template, content: standing } = await loadInstruction(deps, instructionId);
    const numbers = parts.map(({ baseRevision }) => baseRevision);
    const revisions = await getContents(database, instructionId, numbers);
    return { ...toWorkingText(template, parts, { standing, revisions }), parts };
  }

  return {
    workingText,

    /** Who typed on this text what no revision holds: a submission would leave it out. The latest first. */
    unsavedOf: (instructionId: string) => listUnsaved(database, instructionId),

    /**
     * Keeps what was typed, word for word, whether a save would take it or not; a part that is again what it
     * was changed from is forgotten. A frozen text keeps it too, and stays as it is. Throws `forbidden`,
     * `bad-request` for a revision that never was, `too-large`.
     */
    async keepTyped(actor: Actor, instructionId: string, typing: Typing): Promise<Kept> {
      const owner: Owner = { instructionId, userId: actor.id };
      const { template, instruction } = await loadInstruction(deps, instructionId);
      // A signatory types too, while they correct a text.
      if (instruction.correctedBy !== actor.id) demand(faultOfBeginning(actor));
      const numbers = [typing.baseRevision, ...Object.values(typing.bases)];
      if (numbers.some((number) => number < 1 || number > instruction.revision))
        throw new AppError('bad-request', 'a revision that never was');
      const revisions = await getContents(database, instructionId, numbers);
      const sent = Object.entries(typing.controls).map(([control, content]) => ({ control, content }));
      const readings = new Map(
        [...byPart(sent, ({ control }) => control)].map(([part, controls]) => {
          const base = revisions.get(typing.bases[part] ?? typing.baseRevision);
          return [part, readTyped(template, base ?? { fields: {}, sections: {} }, part, controls)];
        }),
      );
      return database.transaction(async (trx) => {
        // One at a time: two pages of the same person each see what the other has kept.
        await lockInstruction(trx, instructionId);
        const held = await listTyped(trx, owner);
        const isChanged = (part: string) => readings.get(part)?.isChanged ?? true;
        const received = receive(held, typing, { now: instantOf(clock), isChanged });
        const kept = [...held.filter(({ control }) => !received.remove.includes(control)), ...received.put];
        if (kept.reduce((sum, { content }) => sum + content.length, 0) > longestCopy)
          throw new AppError('too-large', 'the working copy is too long');
        await keepTypedAside(trx, received.aside, { ...owner, cause: 'other-screen' });
        await removeTyped(trx, owner, received.remove);
        await putTyped(trx, owner, received.put);
        return { keptAt: instantOf(clock), errors: [...readings.values()].flatMap(({ errors }) => errors) };
      });
    },

    /** Gives up what was typed: the person starts again from what was last saved. */
    async discardTyped(actor: Actor, instructionId: string): Promise<void> {
      const owner: Owner = { instructionId, userId: actor.id };
      await database.transaction(async (trx) => {
        const held = await listTyped(trx, owner);
        await removeTyped(
          trx,
          owner,
          held.map(({ control }) => control),
        );
      });
    },
  };
}

/** Puts aside, where people find it on the page, what could not stay in a copy. */
export async function keepTypedAside(
  trx: Knex.Transaction,
  typed: readonly TypedPart[],
  { instructionId, userId, cause }: Owner & { cause: 'other-screen' | 'refused' },
): Promise<void> {
  const rows = typed.map(({ control, content, baseRevision, typedAt }) => ({
    ...{ id: newId(), instructionId, part: control, content, baseRevision },
    ...{ cause, keptAt: typedAt, keptBy: userId },
  }));
  await insertKeptAside(trx, rows);
}
