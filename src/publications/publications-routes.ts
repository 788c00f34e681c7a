import type { Route } from '../web/route.ts';
import { createClockRoutes } from './clock-routes.ts';
import type { ClockPagesDeps } from './page-frame.ts';

/** The room's pages: the clock of each instruction, and what everyone may read. */
export function createPublicationsRoutes(deps: ClockPagesDeps): Route[] {
  return createClockRoutes(deps);
}
