import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Journal } from '../journal/journal.ts';
import type { Letter, Outbox } from '../outbox/outbox.ts';
import { createAnswering } from './answering.ts';
import { createAsking } from './asking.ts';
import { listEntries } from './entries-store.ts';
import type { ActsPort, DirectoryPort } from './ports.ts';
import {
  badgeOfQuestion,
  questionsAPage,
  type Entry,
  type Question,
  type QuestionState,
} from './question.ts';
import { countQuestions, listQuestions } from './questions-store.ts';

export { createQuestionTasks } from './question-tasks.ts';
export type { ReceivedAct } from './ports.ts';
export type { Entry, Question, QuestionState, Topic } from './question.ts';

export type Questions = ReturnType<typeof createQuestions>;

export interface QuestionsDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  messages: Messages;
  outbox: Outbox;
  directory: DirectoryPort;
  acts: ActsPort;
  /** Who is told by mail that an office waits; undefined: nobody. */
  noticeTo: string | undefined;
  /** The site's own address. */
  publicUrl(): string;
}

/** A question with all that was said, and the letters that took the answers to the office. */
export interface QuestionThread {
  question: Question;
  entries: Entry[];
  letters: Map<string, Letter>;
}

/** What offices ask from their page, and what they are answered, there and by mail. */
export function createQuestions(deps: QuestionsDeps) {
  const { readDatabase } = deps;

  async function threadsOf(questions: Question[]): Promise<QuestionThread[]> {
    const entries = await listEntries(
      readDatabase,
      questions.map(({ id }) => id),
    );
    const mailIds = [...entries.values()].flat().flatMap(({ mailId }) => mailId ?? []);
    const letters = await deps.outbox.find(mailIds);
    return questions.map((question) => ({ question, entries: entries.get(question.id) ?? [], letters }));
  }

  return {
    ...createAsking(deps),
    ...createAnswering(deps),

    /** The acts that an office may ask about: those that it received. */
    listActs: deps.acts.listReceived,

    /** A page of those in one state, from 1 on; see questions-store.ts for the order. */
    list: async (state: QuestionState, page: number) =>
      threadsOf(
        await listQuestions(
          readDatabase,
          { state },
          { first: (page - 1) * questionsAPage, most: questionsAPage },
        ),
      ),

    /** What an office asked about an act, in a line each, as staff read it. */
    async toldOf(officeId: string, instructionId: string) {
      const asked = await listQuestions(readDatabase, { officeId, instructionId });
      return asked.map(({ id, topic, state }) => ({
        href: `/questions/${id}`,
        title: deps.messages(`questions.topic.${topic}`),
        badge: badgeOfQuestion[state],
        standing: deps.messages(`questions.state.${state}`),
      }));
    },

    count: () => countQuestions(readDatabase),

    /** A question of any office, or of that one alone; undefined when there is none. */
    async find(id: string, officeId?: string): Promise<QuestionThread | undefined> {
      const query = officeId === undefined ? { id } : { id, officeId };
      const [thread] = await threadsOf(await listQuestions(readDatabase, query));
      return thread;
    },

    /** What an office asked, the last touched first; about one act when it is given. */
    ofOffice: async (officeId: string, instructionId?: string) =>
      threadsOf(
        await listQuestions(readDatabase, {
          officeId,
          ...(instructionId === undefined ? {} : { instructionId }),
        }),
      ),
  };
}
