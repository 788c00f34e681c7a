import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Campaign, Dispatch } from '../dispatch.ts';
import { settlesByItself, type Check } from './preflight.ts';
import type { Actor } from '../ports.ts';
import { listDepartures, markPreparation } from './preparations-store.ts';
import type { Preparation } from './preparation.ts';

// After a longer absence of every worker, the words that were confirmed may not hold any more: a person looks.
const latestMs = 24 * 3_600_000;

/** How a preparation leaves: now, when a person confirmed it, or when its hour comes. */
export function createDepartures(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  dispatch: Pick<Dispatch, 'openCampaign'>;
  /** What stands against a departure now, overrules taken into account. */
  blockers(preparation: Preparation): Promise<Check[]>;
}) {
  const { database, journal, clock, log, dispatch } = deps;

  /** Opens the campaign and ends the preparation together; refused when somebody moved it meanwhile. */
  function leave(actor: Actor, preparation: Preparation): Promise<Outcome<Campaign>> {
    const { recipientsOn, ...choices } = preparation.choices;
    const options = { ...choices, recipientsOn: recipientsOn ?? undefined };
    return dispatch.openCampaign(actor, preparation.instructionId, options, async (transaction) => {
      const left = await markPreparation(transaction, preparation.id, {
        from: preparation.state,
        to: 'sent',
        at: instantOf(clock),
        by: preparation.changedBy,
        ...(preparation.dueAt === undefined ? {} : { ifDueAt: preparation.dueAt }),
      });
      return left ? accepted(undefined) : refused({ field: '', key: 'preparing.depart.moved' });
    });
  }

  async function hold(preparation: Preparation, cause: 'late' | 'blocked' | 'refused'): Promise<void> {
    const { id, instructionId, changedBy, dueAt = '' } = preparation;
    log.warn({ preparation: id, cause }, 'a scheduled departure was held back');
    await database.transaction(async (transaction) => {
      const held = await markPreparation(transaction, id, {
        from: 'scheduled',
        to: 'held',
        at: instantOf(clock),
        by: changedBy,
        heldBy: cause,
        ifDueAt: dueAt,
      });
      if (!held) return;
      await journal.append(transaction, {
        type: 'preparation.held',
        actor: 'system',
        subject: `instruction:${instructionId}`,
        data: { preparation: id, cause },
      });
    });
  }

  // Opened without it: it has nothing to wait for any more.
  async function end({ id, changedBy }: Preparation): Promise<void> {
    const move = { from: 'scheduled', to: 'sent', at: instantOf(clock), by: changedBy } as const;
    await database.transaction((transaction) => markPreparation(transaction, id, move));
  }

  async function openOne(preparation: Preparation): Promise<void> {
    const late = clock.now().getTime() - Date.parse(preparation.dueAt ?? '');
    if (late > latestMs) return hold(preparation, 'late');
    const blockers = await deps.blockers(preparation);
    // What is being made will be ready by itself: it leaves then, within the same day.
    if (blockers.some(settlesByItself)) return;
    if (blockers.length > 0) return hold(preparation, 'blocked');
    // The person who confirmed was a dispatcher then; what they decided is carried out in their name.
    const opened = await leave({ id: preparation.changedBy, roles: ['dispatcher'] }, preparation);
    if (opened.ok) return log.info({ campaign: opened.value.id }, 'a scheduled departure has left');
    const [fault] = opened.errors;
    // Another worker was first, or a person moved it: there is nothing left to do.
    if (fault?.key === 'preparing.depart.moved') return;
    if (fault?.key === 'dispatch.open.already-opened') return end(preparation);
    await hold(preparation, 'refused');
  }

  return {
    leave,

    /** Every few seconds in a worker. One that fails for a reason of ours is tried again the next time. */
    async openDue(): Promise<number> {
      const due = await listDepartures(database, instantOf(clock));
      for (const preparation of due) {
        await openOne(preparation).catch((error: unknown) =>
          log.error({ preparation: preparation.id, error }, 'a scheduled departure could not be opened'),
        );
      }
      return due.length;
    },
  };
}
