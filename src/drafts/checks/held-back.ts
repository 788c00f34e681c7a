import type { Knex } from 'knex';
import { leftBlocking } from '../comments/comments.ts';
import { listThreads } from '../comments/threads-store.ts';
import { leftToReview } from '../passages/passages.ts';
import { listToReview } from '../passages/to-review-store.ts';
import type { Blocking, ToReview } from './checked-text.ts';

/** What people still have to read again, and what they hold the submission for. */
export async function heldBack(
  database: Knex | Knex.Transaction,
  instructionId: string,
): Promise<{ toReview: ToReview[]; blocking: Blocking[] }> {
  const passages = leftToReview(await listToReview(database, instructionId));
  const threads = leftBlocking(await listThreads(database, instructionId));
  return {
    toReview: passages.map(({ id, part, quote }) => ({ id, quote, ...placeOfPart(part) })),
    blocking: threads.map(({ id, comments, anchor }) => ({
      id,
      words: comments.find(({ words }) => words !== null)?.words ?? '',
      ...placeOfPart(anchor.part),
    })),
  };
}

function placeOfPart(part: string | null): { field?: string; section?: string } {
  const [, form, key = ''] = /^(fields|sections)\[(.+)\]$/.exec(part ?? '') ?? [];
  return form === undefined ? {} : form === 'fields' ? { field: key } : { section: key };
}
