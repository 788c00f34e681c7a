import { states, type Actor, type Fault, type State } from '../instruction.ts';

/** Who says what they think of a text before it is signed; everyone who reads it reads them. */
const commenting = ['drafter', 'reviewer', 'signatory'];

export const longestWords = 4000;
export const longestQuote = 2000;

/** One thing that somebody said, in a thread. Its words are null once they were erased or withdrawn. */
export interface Comment {
  id: string;
  threadId: string;
  authorId: string;
  writtenAt: string;
  editedAt: string | null;
  withdrawnAt: string | null;
  words: string | null;
  mentions: readonly string[];
}

/** Why a person may not comment on a text: who they are, or that it is signed. */
export function faultOfCommenting(actor: Actor, { state }: { state: State }): Fault | undefined {
  if (!actor.roles.some((role) => commenting.includes(role)))
    return { code: 'forbidden', key: 'comments.role-only' };
  return states.indexOf(state) < states.indexOf('signed')
    ? undefined
    : { code: 'conflict', key: 'comments.signed' };
}

/**
 * What blocks a text is lifted by whom asked for it, or by who decides on texts and did not write this one; the
 * others answer in the thread. Any other thread is resolved by whoever may comment.
 */
export function faultOfResolving(
  actor: Pick<Actor, 'id' | 'roles'>,
  thread: { blocking: boolean; openedBy: string },
  authorIds: readonly string[],
): Fault | undefined {
  const decides = ['reviewer', 'signatory'].some((role) => actor.roles.includes(role));
  if (!thread.blocking || thread.openedBy === actor.id) return undefined;
  return decides && !authorIds.includes(actor.id)
    ? undefined
    : { code: 'forbidden', key: 'comments.blocking-stays' };
}

/** One's own words are mended or withdrawn until somebody has answered them, or the thread is resolved. */
export function mayChange(
  actor: Pick<Actor, 'id'>,
  comment: Pick<Comment, 'id' | 'authorId' | 'withdrawnAt'>,
  thread: { resolvedAt: string | null; comments: readonly Pick<Comment, 'id'>[] },
): boolean {
  const isLast = thread.comments.at(-1)?.id === comment.id;
  return (
    comment.authorId === actor.id && comment.withdrawnAt === null && thread.resolvedAt === null && isLast
  );
}

/** A thread in which nothing is said any more holds nothing. */
export function isEmpty(comments: readonly Pick<Comment, 'withdrawnAt'>[]): boolean {
  return comments.every(({ withdrawnAt }) => withdrawnAt !== null);
}

/** Comments are the service's working documents: those who take part in the text read them, auditors do not. */
export function readsComments({ roles }: { roles: readonly string[] }): boolean {
  return ['drafter', 'reviewer', 'signatory', 'dispatcher'].some((role) => roles.includes(role));
}
