import type { Clock } from '../kernel/clock.ts';
import type { Route } from '../web/route.ts';
import { createApiRoutes, type ApiDeps } from './api-routes.ts';
import { createDataRoutes } from './data-routes.ts';
import type { Tokens } from './tokens.ts';
import { createTokensRoutes } from './tokens-routes.ts';

/** What programs read, the files of the same tables with their dictionary, and the tokens that open them. */
export function createDirectAccessRoutes(deps: ApiDeps & { tokens: Tokens; clock: Clock }): Route[] {
  return [...createApiRoutes(deps), ...createDataRoutes(deps), ...createTokensRoutes(deps)];
}
