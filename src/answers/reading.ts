import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { localDayAndTime } from '../kernel/local-time.ts';
import { isLate, owingStates, stateOfAnswer, takesOneMore, type Answer, type AnswerState } from './answer.ts';
import { listOwed, type Owed } from './owing.ts';
import type {
  AskingInstruction,
  CampaignsPort,
  DirectoryPort,
  DraftsPort,
  InstructionsPort,
} from './ports.ts';
import { officeAddress } from './paths.ts';
import { stateOfRequest, type AnswerRequest, type RequestState } from './request.ts';
import { findRequest, listRequests } from './requests-store.ts';
import { findContent, listAnswers, listKept } from './returned-store.ts';

/** What one territory owes, and where it stands. */
export interface OwedLine extends Owed {
  state: AnswerState;
  /** Oldest first; the latest counts. */
  answers: Answer[];
  /** The latest was received after the last day. */
  late: boolean;
  /** It was received in time and its last day is over: it is not replaced any more. */
  closed: boolean;
}

/** A request with everything that stands under it. */
export interface Board {
  request: AnswerRequest;
  state: RequestState;
  instruction: AskingInstruction;
  /** The day of its sending, in Paris. */
  sentOn: string | undefined;
  /** A rectificatif replaced the act, or another act repealed it: nothing is owed any more. */
  replaced: boolean;
  lines: OwedLine[];
}

/** A request as an office sees it: its own territories only. */
export type OpenRequest = Board;

/** Whether something is still owed and may be reminded. */
export function owes(board: Pick<Board, 'state' | 'replaced'>, line: Pick<OwedLine, 'state'>): boolean {
  return board.state === 'asked' && !board.replaced && owingStates.includes(line.state);
}

/** Whether one more version would be taken. */
export function mayGive(board: Pick<Board, 'state' | 'replaced'>, line: Pick<OwedLine, 'closed'>): boolean {
  return board.state === 'asked' && !board.replaced && !line.closed;
}

/** Who owes what, from the database as it is now. */
export function createReading(deps: {
  readDatabase: Knex;
  clock: Clock;
  instructions: Pick<InstructionsPort, 'find' | 'correctionsOf'>;
  campaigns: CampaignsPort;
  directory: DirectoryPort;
  drafts: DraftsPort;
}) {
  const { readDatabase, clock, instructions, campaigns, directory, drafts } = deps;

  async function boardOf(request: AnswerRequest): Promise<Board | undefined> {
    const instruction = await instructions.find(request.instructionId);
    if (instruction === undefined) return undefined;
    const offices = await directory.listOffices({ on: parisDayOf(clock.now()) });
    const sending = await campaigns.sendingOf(instruction.id);
    const owed = listOwed(request, offices, sending?.officeIds);
    const given = Map.groupBy(
      await listAnswers(readDatabase, { requestIds: [request.id] }),
      ({ territoryId }) => territoryId,
    );
    const begun = request.kind === 'questionnaire' ? await drafts.begunOf(request.id) : new Set<string>();
    const corrections = await instructions.correctionsOf(instruction.id);
    return {
      ...{ request, instruction },
      state: stateOfRequest(request, instruction.state),
      sentOn: sending?.on,
      replaced: corrections.some(({ relation }) => relation !== 'amends'),
      lines: owed.map((line) => {
        const answers = given.get(line.territory.id) ?? [];
        const { dueOn } = request;
        const today = localDayAndTime(clock.now(), line.office.timeZone).day;
        const latest = answers.at(-1);
        return {
          ...line,
          answers,
          state: stateOfAnswer({ answers, begun: begun.has(line.territory.id), dueOn, today }),
          late: latest !== undefined && isLate(latest, dueOn),
          closed: !takesOneMore({ answers, dueOn, today }),
        };
      }),
    };
  }

  return {
    /** A request, and where each territory stands. */
    async board(requestId: string): Promise<Board | undefined> {
      const request = await findRequest(readDatabase, requestId);
      return request && boardOf(request);
    },

    /** The same of everything that an instruction asks. */
    async boardsOf(instructionId: string): Promise<Board[]> {
      const boards = await Promise.all((await listRequests(readDatabase, { instructionId })).map(boardOf));
      return boards.filter((board) => board !== undefined);
    },

    /** What an office owes of a request that was sent; undefined when it owes nothing of it. */
    async openFor(officeId: string, requestId: string): Promise<OpenRequest | undefined> {
      const request = await findRequest(readDatabase, requestId);
      const board = request && (await boardOf(request));
      return board && ownOf(board, officeId);
    },

    /** What an act asks, or will ask, an office to send back, whatever came; what is due first comes first. */
    async askedBy(instructionId: string, officeId: string) {
      const requests = await listRequests(readDatabase, { instructionId });
      const boards = await Promise.all(requests.map(boardOf));
      return boards
        .filter((board) => board !== undefined)
        .filter(({ state, replaced }) => state !== 'withdrawn' && !replaced)
        .filter(({ lines }) => lines.some(({ office }) => office.id === officeId))
        .map(({ request: { id, title, dueOn } }) => ({ title, dueOn, href: officeAddress(id) }))
        .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
    },

    /** Everything that an office was asked, what is due first coming first. */
    async askedOf(officeId: string): Promise<OpenRequest[]> {
      const boards = await Promise.all((await listRequests(readDatabase)).map(boardOf));
      return boards
        .flatMap((board) => (board && ownOf(board, officeId)) ?? [])
        .toSorted((one, other) => (one.request.dueOn < other.request.dueOn ? -1 : 1));
    },

    /** The latest that each territory gave of each request, on every act, and whether its content is kept. */
    async listLatest(): Promise<{ request: AnswerRequest; answer: Answer; kept: boolean }[]> {
      const requests = new Map((await listRequests(readDatabase)).map((request) => [request.id, request]));
      const given = await listAnswers(readDatabase, {});
      const latest = [
        ...new Map(given.map((each) => [`${each.requestId} ${each.territoryId}`, each])).values(),
      ];
      const kept = await listKept(readDatabase);
      return latest.flatMap((answer) => {
        const request = requests.get(answer.requestId);
        return request === undefined ? [] : [{ request, answer, kept: kept.has(answer.id) }];
      });
    },

    /** Of these answers, those whose content was not erased. */
    keptOf: (answerIds: string[]) => listKept(readDatabase, answerIds),

    /** One version by its id, and its bytes (undefined once erased). */
    async findAnswer(
      id: string,
    ): Promise<{ answer: Answer; content(): Promise<Uint8Array | undefined> } | undefined> {
      const [answer] = await listAnswers(readDatabase, { id });
      return answer && { answer, content: () => findContent(readDatabase, id) };
    },
  };
}

export type Reading = ReturnType<typeof createReading>;

function ownOf(board: Board, officeId: string): OpenRequest | undefined {
  const lines = board.lines.filter(({ office }) => office.id === officeId);
  return board.state === 'prepared' || lines.length === 0 ? undefined : { ...board, lines };
}
