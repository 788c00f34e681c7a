import type { Route } from '../web/route.ts';
import { createCampaignRoutes } from './following/campaign-routes.ts';
import { createOfficeRoutes } from './following/office-routes.ts';
import type { DispatchRoutesDeps } from './page-frame.ts';
import { createLadderRoutes } from './reminding/ladder-routes.ts';
import { createSteeringRoutes } from './following/steering-routes.ts';

/** The pages of dispatch, fixed addresses first: an office's comes last. */
export function createDispatchRoutes(deps: DispatchRoutesDeps): Route[] {
  return [
    ...createCampaignRoutes(deps),
    ...createSteeringRoutes(deps),
    ...createLadderRoutes(deps),
    ...createOfficeRoutes(deps),
  ];
}
