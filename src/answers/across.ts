import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { localDayAndTime } from '../kernel/local-time.ts';
import { isLate, stateOfAnswer, type Answer, type AnswerState } from './answer.ts';
import { listOwed, type Owed } from './owing.ts';
import type { DirectoryPort } from './ports.ts';
import { stateOfRequest, type AnswerRequest } from './request.ts';
import { listRequests } from './requests-store.ts';
import { listAnswers } from './returned-store.ts';

/** An answer that a territory owed, owes or gave, whatever the year. */
export interface OwedEver extends Owed {
  request: Pick<AnswerRequest, 'id' | 'instructionId' | 'title' | 'kind' | 'dueOn'>;
  /** Nobody awaits it any more: it was withdrawn, or the text was replaced or repealed. */
  ended: boolean;
  state: AnswerState;
  /** The version that counts. */
  latest: Answer | undefined;
  late: boolean;
}

/** What is told of the instructions that ask: whom each was sent to for action, and whether it still applies. */
export interface AskingActs {
  state: string;
  sentTo: ReadonlySet<string> | undefined;
  ended: boolean;
}

/** What was asked back across the years: three queries, however many requests there were. */
export function createAcross(deps: { readDatabase: Knex; clock: Clock; directory: DirectoryPort }) {
  const { readDatabase, clock, directory } = deps;
  return {
    /** Of the acts that were sent; `territoryId`: of one territory alone. */
    async owedEver(
      acts: ReadonlyMap<string, AskingActs>,
      { territoryId }: { territoryId?: string } = {},
    ): Promise<OwedEver[]> {
      const requests = await listRequests(readDatabase);
      const answers = Map.groupBy(
        await listAnswers(readDatabase, territoryId === undefined ? {} : { territoryId }),
        (answer) => `${answer.requestId} ${answer.territoryId}`,
      );
      const now = clock.now();
      const offices = await directory.listOffices({ on: parisDayOf(now) });
      return requests.flatMap((request) => {
        const act = acts.get(request.instructionId);
        if (act === undefined || act.sentTo === undefined) return [];
        const requestState = stateOfRequest(request, act.state);
        if (requestState === 'prepared') return [];
        const { id, instructionId, title, kind, dueOn } = request;
        return listOwed(request, offices, act.sentTo)
          .filter(({ territory }) => territoryId === undefined || territory.id === territoryId)
          .map((owed) => {
            const given = answers.get(`${id} ${owed.territory.id}`) ?? [];
            const latest = given.at(-1);
            const today = localDayAndTime(now, owed.office.timeZone).day;
            return {
              ...owed,
              request: { id, instructionId, title, kind, dueOn },
              ended: requestState === 'withdrawn' || act.ended,
              state: stateOfAnswer({ answers: given, begun: false, dueOn, today }),
              latest,
              late: latest !== undefined && isLate(latest, dueOn),
            };
          });
      });
    },
  };
}
