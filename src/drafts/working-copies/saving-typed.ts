import type { Outcome } from '../../kernel/outcome.ts';
import type { Content } from '../content.ts';
import { loadInstruction, type DraftingDeps } from '../drafting-deps.ts';
import type { createEditing, Saved } from '../editing.ts';
import type { Actor } from '../instruction.ts';
import { getContents } from '../revisions-store.ts';
import { byPart, hasSeen, type Screen } from './typing.ts';
import { keepTypedAside } from './working-copies.ts';
import { listTyped, removeTyped } from './working-copies-store.ts';
import { isUnread, readTyped, toSubmission } from './working-copy.ts';

/** What a page asks to save: all that it knows of the person's copy. */
export interface SavingTyped extends Screen {
  /** The revision that the page shows. */
  baseRevision: number;
  /** What the person settled, by the part's name, where someone saved it otherwise. */
  choices: Readonly<Record<string, 'mine' | 'theirs'>>;
}

/** Turns what a person typed into a revision. */
export function createSavingTyped(deps: DraftingDeps, { save }: ReturnType<typeof createEditing>) {
  const { database } = deps;
  return {
    /**
     * Saves what the person's copy holds and the page has seen, merged with what others saved since; what was
     * saved leaves the copy. Refused as a save is: the copy then stays as it is. Throws as a save does.
     */
    async saveTyped(actor: Actor, instructionId: string, asked: SavingTyped): Promise<Outcome<Saved>> {
      const owner = { instructionId, userId: actor.id };
      const seen = (await listTyped(database, owner)).filter((each) => hasSeen(asked, each));
      const unread = seen.filter(isUnread);
      const { template } = await loadInstruction(deps, instructionId);
      const { baseRevision, choices } = asked;
      const numbers = [baseRevision, ...seen.map((each) => each.baseRevision)];
      const revisions = await getContents(database, instructionId, numbers);
      const submission = { ...toSubmission([]), baseRevision, bases: {} as Record<string, number> };
      for (const [name, controls] of byPart(seen, ({ control }) => control)) {
        const choice = choices[name];
        if (choice === 'theirs') continue;
        // A person who keeps their own has read what stands on the page: that is what they change.
        const from = Math.min(...controls.map((each) => each.baseRevision));
        if (choice !== 'mine') submission.bases[name] = from;
        const base = revisions.get(choice === 'mine' ? baseRevision : from) as Content;
        const { part, value } = readTyped(template, base, name, controls);
        const asRead = part !== undefined && value !== undefined;
        const { fields, sections, plain } = toSubmission(
          asRead ? [{ control: part.name, content: value }] : controls,
        );
        Object.assign(submission.fields, fields);
        Object.assign(submission.sections, sections);
        Object.assign(submission.plain, plain);
      }
      const saved = await save(actor, instructionId, submission, {
        isKept: true,
        async alongside(trx) {
          const held = await listTyped(trx, owner);
          const same = held.filter((one) =>
            seen.some((each) => each.control === one.control && each.typedAt === one.typedAt),
          );
          await removeTyped(
            trx,
            owner,
            same.map(({ control }) => control),
          );
        },
      });
      // No editor can show it: it would stop every later save, unseen.
      if (!saved.ok && unread.length > 0)
        await database.transaction(async (trx) => {
          await keepTypedAside(trx, unread, { ...owner, cause: 'refused' });
          await removeTyped(
            trx,
            owner,
            unread.map(({ control }) => control),
          );
        });
      return saved;
    },
  };
}
