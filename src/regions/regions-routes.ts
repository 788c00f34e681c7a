import type { Route } from '../web/route.ts';
import type { RegionsRoutesDeps } from './page-frame.ts';
import { createRegionalReminderRoutes } from './reminder-routes.ts';
import { createSplitRoutes } from './split-routes.ts';
import { createStaffSplitRoutes } from './staff-split-routes.ts';
import { createRegionalViewRoutes } from './view-routes.ts';

/** The regional view of an office, what its departments see of it, and what staff do. */
export function createRegionsRoutes(deps: RegionsRoutesDeps): Route[] {
  return [
    ...createRegionalViewRoutes(deps),
    ...createRegionalReminderRoutes(deps),
    ...createSplitRoutes(deps),
    ...createStaffSplitRoutes(deps),
  ];
}
