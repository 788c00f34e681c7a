import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { owes, type Board } from './reading.ts';
import { listRequests } from './requests-store.ts';

/** A request whose last day is over, and how many territories still owe it. */
export interface LateRequest {
  id: string;
  title: string;
  count: number;
}

/** What is late of an instruction, for who reminds or moves the day. */
export function createLateness(deps: {
  readDatabase: Knex;
  clock: Clock;
  board(requestId: string): Promise<Board | undefined>;
}) {
  return {
    async listLate(instructionId: string): Promise<LateRequest[]> {
      const today = parisDayOf(deps.clock.now());
      // Where the day begins earlier it is over already; before, nobody can be late and nothing more is read.
      const due = (await listRequests(deps.readDatabase, { instructionId })).filter(
        ({ dueOn, withdrawnAt }) => dueOn <= today && withdrawnAt === undefined,
      );
      const boards = await Promise.all(due.map(({ id }) => deps.board(id)));
      return boards.flatMap((board) => {
        const count = board?.lines.filter((line) => line.state === 'late' && owes(board, line)).length ?? 0;
        return board === undefined || count === 0
          ? []
          : [{ id: board.request.id, title: board.request.title, count }];
      });
    },
  };
}
