import type { Route } from '../web/route.ts';
import { createAskingRoutes } from './asking-routes.ts';
import { createOfficeAnswersRoutes } from './office-routes.ts';
import type { StaffAnswersDeps } from './staff-page-frame.ts';
import { createStaffAnswersRoutes } from './staff-routes.ts';

/** Everything about answers, on either side. `contact`: the address to write to, as MAIL_FROM gives it. */
export function createAnswersRoutes(deps: StaffAnswersDeps & { contact: string }): Route[] {
  const contact = /<([^<>]+)>/.exec(deps.contact)?.[1] ?? deps.contact;
  return [
    // « nouvelle » is no request: its route comes first.
    ...createAskingRoutes(deps),
    ...createStaffAnswersRoutes(deps),
    ...createOfficeAnswersRoutes({ ...deps, contact }),
  ];
}
