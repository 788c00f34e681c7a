import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { createOfficeSessions } from './office-sessions.ts';

export type { EnteredOffice } from './office-sessions.ts';

export type Desk = ReturnType<typeof createDesk>;

/** The pages that an office enters: everything that it received, and what is asked of it. */
export function createDesk(deps: { database: Knex; journal: Journal; clock: Clock }) {
  return { sessions: createOfficeSessions(deps) };
}
