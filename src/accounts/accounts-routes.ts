import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Route } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { createMissionsRoutes } from './missions-routes.ts';
import { createMyAccountRoutes } from './my-account-routes.ts';
import { createPeopleRoutes } from './people-routes.ts';
import type { OfficeEntrance } from './ports.ts';
import type { ProConnect } from './pro-connect.ts';
import type { ProConnectAccounts } from './pro-connect-accounts.ts';
import { createProConnectRoutes } from './pro-connect-routes.ts';
import { createSecondFactorRoutes } from './second-factor-routes.ts';
import type { SecondFactor } from './second-factor.ts';
import { createSessionRoutes } from './session-routes.ts';
import type { SignInLimit } from './sign-in-limit.ts';

export interface AccountsRoutesDeps {
  accounts: Accounts;
  secondFactor: SecondFactor;
  /** Undefined where ProConnect is not configured. */
  proConnect: ProConnect | undefined;
  proConnectAccounts: ProConnectAccounts;
  /** Undefined: ProConnect opens no office's pages. */
  offices: OfficeEntrance | undefined;
  signInLimit: SignInLimit;
  clock: Clock;
  messages: Messages;
}

/** Signing in and out, one's own account, and the administrator's page of people. */
export function createAccountsRoutes(deps: AccountsRoutesDeps): Route[] {
  return [
    ...createSessionRoutes(deps),
    ...createProConnectRoutes(deps),
    ...createSecondFactorRoutes(deps),
    ...createMyAccountRoutes(deps),
    ...createPeopleRoutes(deps),
    ...createMissionsRoutes(deps),
  ];
}
