import type { Route } from '../web/route.ts';
import { createAnswerRoutes } from './answer-routes.ts';
import { createListRoutes } from './list-routes.ts';
import { createMessageRoutes } from './message-routes.ts';
import type { InboxRoutesDeps } from './page-frame.ts';

/** « Retours »: what came back, what waits to be classed, one message, and what is answered to it. */
export function createInboxRoutes(deps: InboxRoutesDeps): Route[] {
  return [...createListRoutes(deps), ...createMessageRoutes(deps), ...createAnswerRoutes(deps)];
}
