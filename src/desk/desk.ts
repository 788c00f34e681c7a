import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { createCodeSending, type CodeSendingDeps } from './code-sending.ts';
import { createEntering, type EnteringDeps } from './entering.ts';
import { createOfficeSessions } from './office-sessions.ts';
import type { DeskTask, DeskTasks } from './ports.ts';
import { createProConnectEntrance } from './pro-connect-entrance.ts';
import { createReceived, type ReceivedDeps } from './received.ts';

export type { AgentIdentity, EnteredOffice } from './office-sessions.ts';
export type { DeskTask, DeskTasks } from './ports.ts';

export type Desk = ReturnType<typeof createDesk>;

/** The pages that an office enters: everything that it received, and what is asked of it. */
export function createDesk(
  deps: { database: Knex; journal: Journal; clock: Clock; tasks: DeskTasks[] } & CodeSendingDeps &
    Omit<EnteringDeps, 'sessions' | 'codes'> &
    ReceivedDeps,
) {
  const sessions = createOfficeSessions(deps);
  const codes = createCodeSending(deps);
  const entering = createEntering({ ...deps, sessions, codes });
  return {
    sessions,
    entering,
    /** What was sent to an office. */
    received: createReceived(deps),

    /** What ProConnect's callback asks; see accounts/ports.ts. */
    enterWithProConnect: createProConnectEntrance(entering),

    /** What the rooms ask of an office: late and soonest first, what has no day last. */
    async tasksOf(officeId: string): Promise<DeskTask[]> {
      const found = await Promise.all(deps.tasks.map((each) => each.tasksOf(officeId)));
      return found.flat().toSorted(byDueDay);
    },

    /** Waits for the mails that are leaving. */
    close: (): Promise<void> => codes.settle(),
  };
}

function byDueDay(one: DeskTask, other: DeskTask): number {
  return (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999');
}
