import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentOffice } from '../web/route.ts';
import type { Regions } from './regions.ts';
import type { StaffSplitDeps } from './staff-split-page.ts';

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

export function heldBy(office: CurrentOffice | undefined): CurrentOffice {
  if (office === undefined) throw new AppError('sign-in-required', 'no office entered');
  return office;
}

/** Who acts: what was typed, or what ProConnect told. */
export function personOf({ holder }: CurrentOffice, typed: Record<string, string>) {
  const known = holder === undefined ? '' : `${holder.givenName} ${holder.familyName}`;
  return { name: typed['name'] ?? known, function: typed['function'] ?? '' };
}
