import { instantOf, parisDayOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { demand, type Actor, type Fault } from '../instruction.ts';
import {
  findDelegation,
  insertDelegation,
  listDelegations,
  markEnded,
  type VisaDelegation,
} from './delegations-store.ts';

/** Who is replaced by whom, from which day to which, both included. */
export interface TypedDelegation {
  giverId: string;
  takerId: string;
  fromOn: string;
  untilOn: string;
}

/** Those who give visas in the place of somebody who is away. */
export function createDelegations(deps: Pick<DraftingDeps, 'database' | 'journal' | 'clock' | 'people'>) {
  const { database, journal, clock } = deps;

  return {
    /** The delegations that are not over, of everybody, the first to begin first. */
    listDelegations: () => listDelegations(database, { notOverOn: parisDayOf(clock.now()) }),

    /**
     * Declares one's own replacement, or an administrator anybody's. Refused: a period that is over or turned
     * around, two people at once for one, somebody who is away too, whoever is no reviewer. Throws `forbidden`.
     */
    async declareDelegation(actor: Actor, typed: TypedDelegation): Promise<Outcome<{ id: string }>> {
      demand(faultOfDeclaring(actor, typed.giverId));
      const reviewers = (await deps.people.listReviewers()).map(({ id }) => id);
      const today = parisDayOf(clock.now());
      return database.transaction(async (trx) => {
        const standing = await listDelegations(trx, { notOverOn: today });
        const fault = faultOfDelegating(typed, { today, reviewers, standing });
        if (fault !== undefined) return refused(fault);
        const id = newId();
        const declared = { ...typed, id, declaredAt: instantOf(clock), declaredBy: actor.id };
        await insertDelegation(trx, declared);
        await journal.append(trx, {
          type: 'delegation.declared',
          actor: actor.id,
          subject: `user:${typed.giverId}`,
          data: {
            ...{ delegation: id, user: typed.giverId, taker: typed.takerId },
            ...{ fromOn: typed.fromOn, untilOn: typed.untilOn },
          },
        });
        return accepted({ id });
      });
    },

    /** Ends it at once; the visas given under it stay. Throws `not-found`, `forbidden`. */
    async endDelegation(actor: Actor, id: string): Promise<void> {
      await database.transaction(async (trx) => {
        const delegation = await findDelegation(trx, id);
        if (delegation === undefined)
          throw new AppError('not-found', 'no such delegation', { details: { id } });
        demand(faultOfDeclaring(actor, delegation.giverId));
        if (!(await markEnded(trx, id, { at: instantOf(clock), userId: actor.id }))) return;
        const { giverId, takerId } = delegation;
        await journal.append(trx, {
          type: 'delegation.ended',
          actor: actor.id,
          subject: `user:${giverId}`,
          data: { delegation: id, user: giverId, taker: takerId },
        });
      });
    },
  };
}

/** One's own absence is one's own to declare; an administrator declares anybody's. */
export function faultOfDeclaring({ id, roles }: Actor, giverId: string): Fault | undefined {
  if (roles.includes('administrator') || (id === giverId && roles.includes('reviewer'))) return undefined;
  return { code: 'forbidden', key: 'circuit.delegation.not-yours' };
}

/** What stops a delegation. Pure; days are `YYYY-MM-DD`. */
export function faultOfDelegating(
  { giverId, takerId, fromOn, untilOn }: TypedDelegation,
  known: { today: string; reviewers: readonly string[]; standing: readonly VisaDelegation[] },
): FieldError | undefined {
  const beside = (field: string, key: string) => ({ field, key: `circuit.delegation.${key}` });
  if (!known.reviewers.includes(giverId)) return beside('giver', 'not-a-reviewer');
  if (!known.reviewers.includes(takerId)) return beside('taker', 'not-a-reviewer');
  if (giverId === takerId) return beside('taker', 'to-oneself');
  if (untilOn < fromOn) return beside('untilOn', 'reversed');
  if (untilOn < known.today) return beside('untilOn', 'over');
  const awayMeanwhile = (id: string) =>
    known.standing.some(
      (other) => other.giverId === id && other.fromOn <= untilOn && fromOn <= other.untilOn,
    );
  if (awayMeanwhile(giverId)) return beside('fromOn', 'overlaps');
  // Two who stand in for each other would both be away; a delegation passes no further anyway.
  return awayMeanwhile(takerId) ? beside('taker', 'taker-away') : undefined;
}
