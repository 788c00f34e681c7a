import type { Messages } from '../kernel/messages.ts';
import type { Route } from '../web/route.ts';
import { createAskingRoutes } from './asking-routes.ts';
import { createAnsweringRoutes } from './answering-routes.ts';
import type { Questions } from './questions.ts';

export interface QuestionsRoutesDeps {
  questions: Questions;
  messages: Messages;
  /** Display names of users. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  officeNames(): Promise<Map<string, string>>;
  /** Every act, by its id. */
  listActs(): Promise<Map<string, { title: string; slug: string; year: number }>>;
}

/** The office's side and the staff's. */
export function createQuestionsRoutes(deps: QuestionsRoutesDeps): Route[] {
  return [...createAskingRoutes(deps), ...createAnsweringRoutes(deps)];
}
