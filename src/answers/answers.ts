import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { createGiving } from './giving.ts';
import {
  noDrafts,
  type CampaignsPort,
  type DirectoryPort,
  type DraftsPort,
  type InstructionsPort,
} from './ports.ts';
import { createReading } from './reading.ts';
import { createRequests } from './requests.ts';

export type { Answer, AnswerState, ContentKind, Person } from './answer.ts';
export type { AfterGiving, Given } from './giving.ts';
export type { ActingOffice, DraftsPort } from './ports.ts';
export type { Board, OpenRequest, OwedLine } from './reading.ts';
export type { AnswerRequest, RequestDraft } from './request.ts';

export type AskedAnswers = ReturnType<typeof createAskedAnswers>;

/** What instructions ask back, who owes it, and what was received. */
export function createAskedAnswers(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  campaigns: CampaignsPort;
  directory: DirectoryPort;
  /** The questionnaires that were begun. */
  drafts?: DraftsPort;
}) {
  const reading = createReading({ ...deps, drafts: deps.drafts ?? noDrafts });
  return {
    requests: createRequests(deps),
    ...reading,
    ...createGiving({ ...deps, openFor: reading.openFor }),
  };
}
