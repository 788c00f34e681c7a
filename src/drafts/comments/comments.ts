import type { Knex } from 'knex';
import type { JournalEvent } from '../../journal/journal.ts';
import { instantOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import { loadInstruction, subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import { demand, type Actor } from '../instruction.ts';
import { listAuthorIds, lockInstruction, type Instruction } from '../instructions-store.ts';
import { insertAnchors } from '../passages/anchors-store.ts';
import { getRevision } from '../revisions-store.ts';
import { faultOfCommenting, faultOfResolving, isEmpty, mayChange } from './comment.ts';
import { findThreadOfForm, insertComment, markEdited, markWithdrawn } from './comments-store.ts';
import { anchorOf, type Pointed } from './pointing.ts';
import { createTelling } from './telling.ts';
import {
  insertThread,
  listOpenMentions,
  listThreads,
  listThreadStamps,
  markResolved,
  type Thread,
} from './threads-store.ts';

export type { Thread } from './threads-store.ts';

/** What somebody says. `formKey` is the form's own: posted twice, it is said once. */
export interface Said {
  formKey: string;
  words: string;
  /** Ids of those who are to read it. */
  mentions: readonly string[];
}

/** What people say of a text, beside it: no word of it is in the document, nor in its hash. */
export function createComments(deps: DraftingDeps) {
  const { database, readDatabase, journal, clock, messages } = deps;
  const { tellLater } = createTelling({ mails: deps.mentionMails, messages });

  type Written = Extract<JournalEvent, { type: `comment.${string}` }>;
  const told = (trx: Knex.Transaction, actor: Actor, event: Pick<Written, 'type' | 'data'>) =>
    journal.append(trx, { ...event, actor: actor.id, subject: subjectOf(event.data.instruction) } as Written);

  /** Does what the actor may do in a thread, with the instruction's row held. */
  async function inThread<T>(
    actor: Actor,
    instructionId: string,
    threadId: string,
    act: (trx: Knex.Transaction, thread: Thread, instruction: Instruction) => Promise<T>,
  ): Promise<T> {
    return database.transaction(async (trx) => {
      const instruction = await lockInstruction(trx, instructionId);
      demand(faultOfCommenting(actor, instruction));
      const thread = (await listThreads(trx, instructionId)).find(({ id }) => id === threadId);
      if (thread === undefined) throw new AppError('not-found', 'no such thread');
      return act(trx, thread, instruction);
    });
  }

  async function say(
    trx: Knex.Transaction,
    actor: Actor,
    thread: Pick<Thread, 'id' | 'instructionId' | 'blocking'> & { comments: readonly unknown[] },
    said: Said,
  ) {
    const comment = newId();
    const { formKey, ...words } = said;
    const written = {
      id: comment,
      threadId: thread.id,
      number: thread.comments.length + 1,
      authorId: actor.id,
      writtenAt: instantOf(clock),
      formKey,
    };
    const wordsHash = await insertComment(trx, written, words);
    const { instructionId: instruction, id, blocking } = thread;
    await told(trx, actor, {
      type: 'comment.written',
      data: { instruction, thread: id, comment, blocking, wordsHash },
    });
    return comment;
  }

  async function setResolved(actor: Actor, instructionId: string, threadId: string, isResolved: boolean) {
    await inThread(actor, instructionId, threadId, async (trx, thread) => {
      if (isResolved) demand(faultOfResolving(actor, thread, await listAuthorIds(trx, instructionId)));
      const by = { at: instantOf(clock), userId: actor.id };
      if (!(await markResolved(trx, thread.id, isResolved ? by : null))) return;
      const data = { instruction: instructionId, thread: thread.id };
      await told(trx, actor, { type: isResolved ? 'comment.resolved' : 'comment.reopened', data });
    });
  }

  return {
    /** Every thread of a text, oldest first, those whose words were all withdrawn aside. */
    async listThreads(instructionId: string): Promise<Thread[]> {
      return (await listThreads(database, instructionId)).filter(({ comments }) => !isEmpty(comments));
    },

    /** Every thread of every text, with a stamp of what is said in it. */
    listThreadStamps: () => listThreadStamps(readDatabase),

    /** The open threads in which this person was named and has not answered since. */
    openMentions: (userId: string) => listOpenMentions(readDatabase, userId),

    /**
     * Opens a thread on a passage, a part or the whole text, frozen or not; `blocking`, it holds the submission.
     * Refused: words to be found that are not there. Throws `forbidden`, `conflict` (signed).
     */
    async openThread(
      actor: Actor,
      instructionId: string,
      { pointed, blocking, ...said }: Said & { pointed: Pointed; blocking: boolean },
    ): Promise<Outcome<{ thread: string }>> {
      const { instruction: seen, template } = await loadInstruction(deps, instructionId);
      demand(faultOfCommenting(actor, seen));
      const tell = await tellLater(actor, said.mentions);
      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        demand(faultOfCommenting(actor, instruction));
        const before = await findThreadOfForm(trx, said.formKey);
        if (before !== undefined) return accepted({ thread: before });
        const content = await getRevision(trx, instructionId, instruction.revision);
        const found = anchorOf(template, content, pointed);
        if ('key' in found) return refused(found);
        const { part, anchor } = found;
        const [anchorId, id] = [newId(), newId()];
        await insertAnchors(trx, [
          { ...anchor, id: anchorId, instructionId, part, firstQuote: anchor.quote },
        ]);
        const thread = {
          ...{ id, instructionId, anchorId, blocking },
          number: (await listThreads(trx, instructionId)).length + 1,
          openedAt: instantOf(clock),
          openedBy: actor.id,
        };
        await insertThread(trx, thread);
        const comment = await say(trx, actor, { ...thread, comments: [] }, said);
        await tell(trx, { comment, thread: id, instruction });
        return accepted({ thread: id });
      });
    },

    /** Answers in an open thread. Refused: it was resolved. Throws `forbidden`, `not-found`, `conflict` (signed). */
    async replyIn(actor: Actor, instructionId: string, threadId: string, said: Said): Promise<Outcome<null>> {
      const tell = await tellLater(actor, said.mentions);
      return inThread(actor, instructionId, threadId, async (trx, thread, instruction) => {
        if ((await findThreadOfForm(trx, said.formKey)) !== undefined) return accepted(null);
        if (thread.resolvedAt !== null) return refused({ field: '', key: 'comments.resolved-meanwhile' });
        const comment = await say(trx, actor, thread, said);
        await tell(trx, { comment, thread: threadId, instruction });
        return accepted(null);
      });
    },

    /** Other words in the place of one's own, or none (`null`): they are withdrawn. Throws `conflict` too late. */
    changeComment: (
      actor: Actor,
      instructionId: string,
      { threadId, commentId, words }: { threadId: string; commentId: string; words: string | null },
    ): Promise<void> =>
      inThread(actor, instructionId, threadId, async (trx, thread) => {
        const comment = thread.comments.find(({ id }) => id === commentId);
        if (comment === undefined) throw new AppError('not-found', 'no such comment');
        if (!mayChange(actor, comment, thread)) throw refusal('comments.too-late');
        const data = { instruction: instructionId, thread: threadId, comment: commentId };
        const at = instantOf(clock);
        if (words === null) {
          await markWithdrawn(trx, commentId, at);
          return told(trx, actor, { type: 'comment.withdrawn', data });
        }
        const wordsHash = await markEdited(trx, commentId, words, at);
        return told(trx, actor, { type: 'comment.edited', data: { ...data, wordsHash } });
      }),

    /** Throws `forbidden` (a blocking thread, by whom it blocks), `not-found`, `conflict` (signed). */
    resolveThread: (actor: Actor, instructionId: string, threadId: string) =>
      setResolved(actor, instructionId, threadId, true),

    reopenThread: (actor: Actor, instructionId: string, threadId: string) =>
      setResolved(actor, instructionId, threadId, false),
  };
}

/** What still holds a submission. */
export function leftBlocking(threads: readonly Thread[]): Thread[] {
  return threads.filter(
    ({ blocking, resolvedAt, comments }) => blocking && resolvedAt === null && !isEmpty(comments),
  );
}

function refusal(key: string): AppError {
  return new AppError('conflict', key, { messageKey: key });
}
