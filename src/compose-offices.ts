import type { Knex } from 'knex';
import type { Dispatch } from './dispatch/dispatch.ts';
import type { Instructions } from './drafts/instructions.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './kernel/clock.ts';
import type { Log } from './kernel/log.ts';
import type { Messages } from './kernel/messages.ts';
import type { MailAddress, MailComposer, Mailer } from './mail/mail.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createContactTasks, createProposals, type Prefectures } from './prefectures/prefectures.ts';
import { createQuestions, createQuestionTasks } from './questions/questions.ts';

export interface OfficeRoomsDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  messages: Messages;
  mailer: Mailer;
  compose: MailComposer['answer'];
  from: MailAddress;
  replyTo?: MailAddress;
  mailDomain: string;
  noticeTo: string | undefined;
  publicUrl(): string;
  prefectures: Prefectures;
  instructions: Pick<Instructions, 'list'>;
  dispatch: Pick<Dispatch, 'listCampaigns' | 'listPlaced'>;
}

/** What passes between the offices and the service beside the acts themselves, and what it asks of an office. */
export function openOfficeRooms(deps: OfficeRoomsDeps) {
  const { messages, clock, prefectures } = deps;
  const outbox = createOutbox(deps);
  const acts = { listReceived: (officeId: string) => listReceived(deps, officeId) };
  const questions = createQuestions({ ...deps, outbox, acts, directory: prefectures });
  const campaigns = { lastOpenedAt: (officeId: string) => lastOpenedAt(deps, officeId) };
  const proposals = createProposals({ ...deps, outbox, campaigns });
  const tasks = [
    createContactTasks({ proposals, messages, clock }),
    createQuestionTasks({ questions, messages, clock }),
  ];
  return { outbox, questions, proposals, tasks };
}

/** The acts that were sent to an office, newest first, each with the mail that brought it. */
async function listReceived({ instructions, dispatch }: OfficeRoomsDeps, officeId: string) {
  const titles = new Map((await instructions.list()).map((act) => [act.id, act]));
  const campaigns = await dispatch.listCampaigns();
  const received = campaigns.map(async ({ id: campaignId, instructionId }) => {
    const act = titles.get(instructionId);
    const placed = await dispatch.listPlaced({ campaignId, officeId });
    const sent = placed.find(({ attempts }) => attempts > 0);
    if (act === undefined || sent === undefined) return [];
    const { slug, title } = act;
    return [{ instructionId, slug, title, campaignId, deliveryId: sent.deliveryId }];
  });
  return (await Promise.all(received)).flat();
}

/** When the last campaign that wrote to an office was opened. */
async function lastOpenedAt({ dispatch }: OfficeRoomsDeps, officeId: string): Promise<string | undefined> {
  for (const { id: campaignId, openedAt } of await dispatch.listCampaigns()) {
    const placed = await dispatch.listPlaced({ campaignId, officeId });
    if (placed.length > 0) return openedAt;
  }
  return undefined;
}
