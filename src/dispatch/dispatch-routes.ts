import type { Route } from '../web/route.ts';
import { createCampaignRoutes } from './campaign-routes.ts';
import { createOfficeRoutes } from './office-routes.ts';
import type { DispatchRoutesDeps } from './page-frame.ts';

/** The pages of dispatch, fixed addresses first: an office's comes last. */
export function createDispatchRoutes(deps: DispatchRoutesDeps): Route[] {
  return [...createCampaignRoutes(deps), ...createOfficeRoutes(deps)];
}
