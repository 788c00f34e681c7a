import type { Route } from '../web/route.ts';
import { createClockRoutes } from './clock-routes.ts';
import type { ClockPagesDeps } from './page-frame.ts';
import { createCitizenRoutes } from './public-page/citizen-routes.ts';
import { createDesignationRoutes } from './public-page/designation-routes.ts';
import type { PublicPage } from './public-page/public-page.ts';
import { createReportsRoutes } from './public-page/reports-routes.ts';
import { createPublicStaffRoutes } from './public-page/staff-routes.ts';

/** The room's pages: the clock of each instruction, and what everyone may read. */
export function createPublicationsRoutes(deps: ClockPagesDeps & { page: PublicPage }): Route[] {
  const listSigned = () => deps.instructions.listSigned();
  return [
    ...createClockRoutes(deps),
    ...createCitizenRoutes(deps),
    ...createPublicStaffRoutes({ ...deps, listSigned }),
    ...createReportsRoutes(deps),
    ...createDesignationRoutes(deps),
  ];
}
