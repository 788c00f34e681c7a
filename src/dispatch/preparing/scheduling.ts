import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal, JournalEvent } from '../../journal/journal.ts';
import type { DeparturePlan } from './departure-plan.ts';
import type { Actor } from '../ports.ts';
import { faultOfDeparture, type Preparation } from './preparation.ts';
import { markPreparation } from './preparations-store.ts';

/** A departure at a day and hour: kept in the database, moved or cancelled until it leaves. */
export function createScheduling(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;

  function change(
    actor: Actor,
    preparation: Preparation,
    move: Parameters<typeof markPreparation>[2],
    event: Pick<JournalEvent, 'type' | 'data'> | undefined,
  ): Promise<Outcome<undefined>> {
    return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
      if (!actor.roles.includes('dispatcher'))
        return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
      if (!(await markPreparation(transaction, preparation.id, move)))
        return refused({ field: '', key: 'preparing.depart.moved' });
      const subject = `instruction:${preparation.instructionId}`;
      if (event !== undefined)
        await journal.append(transaction, { ...event, actor: actor.id, subject } as JournalEvent);
      return accepted(undefined);
    });
  }
  const by = (actor: Actor) => ({ at: instantOf(clock), by: actor.id });

  return {
    /** Confirms a departure to come. `plan` is what was confirmed, in numbers. */
    schedule(actor: Actor, preparation: Preparation, plan: DeparturePlan): Promise<Outcome<undefined>> {
      const { id, dueAt = '' } = preparation;
      const copies = plan.offices.filter(({ role }) => role === 'cc').length;
      return change(
        actor,
        preparation,
        { from: 'open', to: 'scheduled', ...by(actor), ifDueAt: dueAt },
        {
          type: 'preparation.scheduled',
          data: { preparation: id, dueAt, offices: plan.offices.length, copies },
        },
      );
    },

    /** To another instant, as long as it has not left. */
    async reschedule(actor: Actor, preparation: Preparation, dueAt: string): Promise<Outcome<undefined>> {
      const fault = faultOfDeparture(dueAt, clock.now(), preparation.choices.deadlineOn);
      if (fault !== undefined) return refused(fault);
      return change(
        actor,
        preparation,
        { from: 'scheduled', to: 'scheduled', ...by(actor), dueAt },
        { type: 'preparation.moved', data: { preparation: preparation.id, dueAt } },
      );
    },

    /** Back to preparing, everything chosen is still there: a scheduled departure is cancelled, a held one taken up. */
    reopen(actor: Actor, preparation: Preparation): Promise<Outcome<undefined>> {
      const from = preparation.state === 'held' ? 'held' : 'scheduled';
      const forgotten = from === 'held' ? { dueAt: null, heldBy: null } : {};
      return change(
        actor,
        preparation,
        { from, to: 'open', ...by(actor), ...forgotten },
        from === 'held'
          ? undefined
          : { type: 'preparation.cancelled', data: { preparation: preparation.id } },
      );
    },
  };
}
