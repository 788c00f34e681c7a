import type { FieldError } from '../../kernel/outcome.ts';
import type { Actor, Fault, State } from '../instruction.ts';

export const longestAct = 300;
export const longestReason = 1000;

/** Those who answer for what offices are told to apply: who signs it, and who sends it. */
export const repealRoles = ['signatory', 'dispatcher'] as const;

/** That an instruction was repealed by another act, as somebody recorded it. */
export interface Repeal {
  id: string;
  instructionId: string;
  /** The day of the act that repeals it (`YYYY-MM-DD`). */
  repealedOn: string;
  /** That act, when it is one of the archive. */
  by: { id: string; slug: string; title: string } | undefined;
  recordedAt: string;
  recordedBy: string;
  /** How the act was named, and why it was recorded; null once erased. */
  act: string | null;
  reason: string | null;
}

export interface TypedRepeal {
  /** In words: nature, author, number of the act that repeals. May be empty when `byId` is given. */
  act: string;
  /** Its day. */
  on: string;
  /** Its id, when it is in the archive; empty otherwise. */
  byId: string;
  reason: string;
}

export function faultOfRecordingRepeal(actor: Actor): Fault | undefined {
  return repealRoles.some((role) => actor.roles.includes(role))
    ? undefined
    : { code: 'forbidden', key: 'repeals.role-only' };
}

/** Why a text cannot be said to be repealed; undefined when it can. */
export function faultOfRepealing(given: {
  state: State;
  replacedBy: string | undefined;
  isRepealed: boolean;
}): FieldError | undefined {
  const field = 'act';
  if (given.state !== 'dispatched' && given.state !== 'closed') return { field, key: 'repeals.not-sent' };
  if (given.isRepealed) return { field, key: 'repeals.already' };
  if (given.replacedBy !== undefined)
    return { field, key: 'repeals.replaced', params: { title: given.replacedBy } };
  return undefined;
}

/** What is wrong with a day: it is to come, or before the text that it is said to repeal. */
export function faultOfRepealDay(
  on: string,
  { signedOn, today }: { signedOn: string; today: string },
): FieldError | undefined {
  if (on > today) return { field: 'on', key: 'repeals.day-to-come' };
  return on < signedOn ? { field: 'on', key: 'repeals.day-before' } : undefined;
}
