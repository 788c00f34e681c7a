import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentOffice, Route } from '../web/route.ts';
import type { Regions } from './regions.ts';
import { createRegionalReminderRoutes } from './reminder-routes.ts';
import { createSplitRoutes } from './split-routes.ts';
import type { StaffSplitDeps } from './staff-split-page.ts';
import { createStaffSplitRoutes } from './staff-split-routes.ts';
import { createRegionalViewRoutes } from './view-routes.ts';

export interface RegionsRoutesDeps {
  regions: Regions;
  messages: Messages;
  officeNames(): Promise<Map<string, string>>;
  /** Names of the regions, by id. */
  regionNames(): Promise<Map<string, string>>;
  /** The territories that an office holds today. */
  territoriesOf(officeId: string): Promise<string[]>;
  instructions: StaffSplitDeps['instructions'];
}

/** The regional view of an office, what its departments see of it, and what staff do. */
export function createRegionsRoutes(deps: RegionsRoutesDeps): Route[] {
  return [
    ...createRegionalViewRoutes(deps),
    ...createRegionalReminderRoutes(deps),
    ...createSplitRoutes(deps),
    ...createStaffSplitRoutes(deps),
  ];
}

export function heldBy(office: CurrentOffice | undefined): CurrentOffice {
  if (office === undefined) throw new AppError('sign-in-required', 'no office entered');
  return office;
}

/** Who acts: what was typed, or what ProConnect told. */
export function personOf({ holder }: CurrentOffice, typed: Record<string, string>) {
  const known = holder === undefined ? '' : `${holder.givenName} ${holder.familyName}`;
  return { name: typed['name'] ?? known, function: typed['function'] ?? '' };
}
