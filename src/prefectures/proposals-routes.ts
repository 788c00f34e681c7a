import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Route } from '../web/route.ts';
import { createConfirmationsRoutes } from './confirmations-routes.ts';
import type { Prefectures } from './prefectures.ts';
import { createProposalsDeskRoutes } from './proposals-desk-routes.ts';
import { createProposalsStaffRoutes } from './proposals-staff-routes.ts';
import type { Proposals } from './proposals.ts';

export interface ProposalsRoutesDeps {
  proposals: Proposals;
  prefectures: Pick<Prefectures, 'findOffice' | 'listContactsEver' | 'listOffices'>;
  messages: Messages;
  clock: Clock;
  /** Display names of users. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
}

/** The office's side and the staff's; before the directory's own pages, one of whose addresses takes any id. */
export function createProposalsRoutes(deps: ProposalsRoutesDeps): Route[] {
  return [
    ...createProposalsDeskRoutes(deps),
    ...createProposalsStaffRoutes(deps),
    ...createConfirmationsRoutes(deps),
  ];
}
