import type { Route } from '../web/route.ts';
import { createEnteringRoutes, type EnteringRoutesDeps } from './entering-routes.ts';

/**
 * Every page of the offices' own side. `contact`: the address to write to, as MAIL_FROM gives it (« Nom
 * <adresse> » or the address alone).
 */
export function createDeskRoutes(given: EnteringRoutesDeps): Route[] {
  const deps = { ...given, contact: /<([^<>]+)>/.exec(given.contact)?.[1] ?? given.contact };
  return [...createEnteringRoutes(deps)];
}
