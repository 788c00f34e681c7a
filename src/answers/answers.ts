import type { Knex } from 'knex';
import type { Messages } from '../kernel/messages.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { Antivirus } from './clamd.ts';
import { createGiving } from './giving.ts';
import {
  noDrafts,
  type CampaignsPort,
  type DirectoryPort,
  type DraftsPort,
  type InstructionsPort,
  type OutboxPort,
} from './ports.ts';
import { createLateness } from './lateness.ts';
import { createReading } from './reading.ts';
import { createReminding } from './reminding.ts';
import { createAnswerMails } from './answer-mails.ts';
import { createAcross } from './across.ts';
import { createAnswerTasks } from './answer-tasks.ts';
import { createReceiving } from './receiving.ts';
import { createRequests } from './requests.ts';
import { createScanning } from './scanning.ts';

export { createClamd, readClamdUrl } from './clamd.ts';
export type { AskingActs, OwedEver } from './across.ts';
export type { Answer, AnswerState, ContentKind, Person } from './answer.ts';
export type { AfterGiving, Given } from './giving.ts';
export type { ActingOffice, DraftsPort } from './ports.ts';
export type { Board, OpenRequest, OwedLine } from './reading.ts';
export type { AnswerRequest, RequestDraft } from './request.ts';

export type AskedAnswers = ReturnType<typeof createAskedAnswers>;

export interface AskedAnswersDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  campaigns: CampaignsPort;
  directory: DirectoryPort;
  outbox: OutboxPort;
  messages: Messages;
  /** The site's own address. */
  publicUrl(): string;
  /** The questionnaires that were begun. */
  drafts?: DraftsPort;
  /** Undefined where none is configured. */
  antivirus: Antivirus | undefined;
}

/** What instructions ask back, who owes it, and what was received. */
export function createAskedAnswers(deps: AskedAnswersDeps) {
  const reading = createReading({ ...deps, drafts: deps.drafts ?? noDrafts });
  const giving = createGiving({ ...deps, openFor: reading.openFor });
  const mails = createAnswerMails(deps);
  return {
    requests: createRequests(deps),
    ...reading,
    ...createAcross(deps),
    ...createLateness({ ...deps, board: reading.board }),
    ...giving,
    ...createReceiving({ ...deps, openFor: reading.openFor, give: giving.give }),
    ...createScanning(deps),
    ...createReminding({ ...deps, mails, board: reading.board }),
    /** What writes to an office that its answer came; to be given to `give`. */
    confirmation: mails.confirmation,
    tasks: createAnswerTasks({ askedOf: reading.askedOf, messages: deps.messages }),
  };
}
