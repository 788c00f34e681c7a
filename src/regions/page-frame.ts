import type { Messages } from '../kernel/messages.ts';
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
