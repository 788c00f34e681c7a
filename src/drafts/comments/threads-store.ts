import type { Knex } from 'knex';
import { anchorColumns, fromRow, type PlacedAnchor } from '../passages/anchors-store.ts';
import type { Comment } from './comment.ts';

type Database = Knex | Knex.Transaction;

/** What was said of one passage, oldest first. */
export interface Thread {
  id: string;
  instructionId: string;
  /** In its instruction, from 1. */
  number: number;
  anchor: PlacedAnchor;
  blocking: boolean;
  openedAt: string;
  openedBy: string;
  resolvedAt: string | null;
  resolvedBy: string | null;
  comments: Comment[];
}

const threadColumns = {
  threadId: 'comment_threads.id',
  number: 'comment_threads.number',
  blocking: 'blocking',
  openedAt: 'opened_at',
  openedBy: 'opened_by',
  resolvedAt: 'resolved_at',
  resolvedBy: 'resolved_by',
};

type ThreadRow = Omit<Thread, 'id' | 'anchor' | 'blocking' | 'comments'> & {
  threadId: string;
  blocking: number;
} & Omit<PlacedAnchor, 'gone'> & { gone: number };

export async function insertThread(
  trx: Knex.Transaction,
  thread: Pick<Thread, 'id' | 'instructionId' | 'number' | 'blocking' | 'openedAt' | 'openedBy'> & {
    anchorId: string;
  },
): Promise<void> {
  await trx('comment_threads').insert({
    id: thread.id,
    instruction_id: thread.instructionId,
    number: thread.number,
    anchor_id: thread.anchorId,
    blocking: thread.blocking ? 1 : 0,
    opened_at: thread.openedAt,
    opened_by: thread.openedBy,
  });
}

/** The threads of a text in the order in which they were opened. */
export async function listThreads(database: Database, instructionId: string): Promise<Thread[]> {
  const rows = (await database('comment_threads')
    .join('anchors', 'anchors.id', 'anchor_id')
    .where({ 'comment_threads.instruction_id': instructionId })
    .orderBy('comment_threads.number')
    .select({ ...anchorColumns, ...threadColumns })) as ThreadRow[];
  const comments = await listComments(
    database,
    rows.map(({ threadId }) => threadId),
  );
  return rows.map((row) => {
    const { threadId, number, blocking, openedAt, openedBy, resolvedAt, resolvedBy, ...anchor } = row;
    return {
      ...{
        id: threadId,
        instructionId: row.instructionId,
        anchor: fromRow(anchor),
        blocking: blocking === 1,
      },
      ...{ number, openedAt, openedBy, resolvedAt, resolvedBy },
      comments: comments.filter((comment) => comment.threadId === threadId),
    };
  });
}

async function listComments(database: Database, threadIds: string[]): Promise<Comment[]> {
  const rows = (await database('comments')
    .leftJoin('comment_words', 'comment_id', 'id')
    .whereIn('thread_id', threadIds)
    .orderBy('number')
    .select({
      id: 'id',
      threadId: 'thread_id',
      authorId: 'author_id',
      writtenAt: 'written_at',
      editedAt: 'edited_at',
      withdrawnAt: 'withdrawn_at',
      words: 'words',
    })) as Omit<Comment, 'mentions'>[];
  const mentions = (await database('comment_mentions')
    .whereIn('comment_id', database('comments').whereIn('thread_id', threadIds).select('id'))
    .select({ commentId: 'comment_id', userId: 'user_id' })) as { commentId: string; userId: string }[];
  return rows.map((row) => ({
    ...row,
    mentions: mentions.filter(({ commentId }) => commentId === row.id).map(({ userId }) => userId),
  }));
}

/** Every thread of every text, and what changes whenever something is said in it, mended or withdrawn. */
export async function listThreadStamps(
  database: Database,
): Promise<{ id: string; instructionId: string; number: number; stamp: string }[]> {
  const rows = (await database('comment_threads as t')
    .join('comments as c', 'c.thread_id', 't.id')
    .leftJoin('comment_words as w', 'w.comment_id', 'c.id')
    .groupBy('t.id', 't.instruction_id', 't.number')
    .select({ id: 't.id', instructionId: 't.instruction_id', number: 't.number' })
    .count({ said: 'c.id', left: 'w.comment_id' })
    .max({ written: 'c.written_at', edited: 'c.edited_at' })) as {
    id: string;
    instructionId: string;
    number: number;
    said: number;
    left: number;
    written: string;
    edited: string | null;
  }[];
  return rows.map(({ said, left, written, edited, ...thread }) => ({
    ...thread,
    stamp: [said, left, written, edited ?? ''].join(' '),
  }));
}

/** Resolved by somebody, or open again; true when this call changed it. */
export async function markResolved(
  trx: Knex.Transaction,
  threadId: string,
  by: { at: string; userId: string } | null,
): Promise<boolean> {
  const thread = trx('comment_threads').where({ id: threadId });
  const before = by === null ? thread.whereNotNull('resolved_at') : thread.whereNull('resolved_at');
  return (await before.update({ resolved_at: by?.at ?? null, resolved_by: by?.userId ?? null })) === 1;
}

/** The open threads in which somebody was named, of texts that are not signed, with what names their text. */
export async function listOpenMentions(
  database: Database,
  userId: string,
): Promise<{ threadId: string; slug: string; title: string; lastAuthorId: string; mentionedAt: string }[]> {
  const rows = (await database('comment_mentions')
    .join('comments', 'comments.id', 'comment_mentions.comment_id')
    .join('comment_threads', 'comment_threads.id', 'comments.thread_id')
    .join('instructions', 'instructions.id', 'comment_threads.instruction_id')
    .where({ user_id: userId })
    .whereNull('comments.withdrawn_at')
    .whereNull('resolved_at')
    // Once signed, nobody answers any more.
    .whereIn('instructions.state', ['draft', 'in_review', 'approved'])
    // Whoever answered has read.
    .whereNotExists(
      database('comments as later')
        .whereRaw('later.thread_id = comments.thread_id AND later.number > comments.number')
        .where({ 'later.author_id': userId })
        .select('later.id'),
    )
    .orderBy('written_at')
    .select({
      threadId: 'thread_id',
      slug: 'slug',
      title: 'title',
      lastAuthorId: 'author_id',
      mentionedAt: 'written_at',
    })) as {
    threadId: string;
    slug: string;
    title: string;
    lastAuthorId: string;
    mentionedAt: string;
  }[];
  return rows;
}
