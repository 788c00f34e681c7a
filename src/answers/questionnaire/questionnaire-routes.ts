import type { Route } from '../../web/route.ts';
import type { StaffRoutesDeps } from './composing-frame.ts';
import { createComposingRoutes } from './composing-routes.ts';
import { createElementRoutes } from './element-routes.ts';
import type { FillingRoutesDeps } from './filling-frame.ts';
import { createFillingRoutes } from './filling-routes.ts';
import { createResultsRoutes } from './results-routes.ts';
import { createSendingRoutes } from './sending-routes.ts';
import { createSentRoutes } from './sent-routes.ts';

/** Every page of the typed questionnaires. */
export function createQuestionnaireRoutes(deps: FillingRoutesDeps & StaffRoutesDeps): Route[] {
  return [
    ...createComposingRoutes(deps),
    ...createElementRoutes(deps),
    ...createFillingRoutes(deps),
    ...createSendingRoutes(deps),
    ...createSentRoutes(deps),
    ...createResultsRoutes(deps),
  ];
}
