import type { Route } from '../web/route.ts';
import { createEnteringRoutes, type EnteringRoutesDeps } from './entering-routes.ts';
import { createOfficeRoutes, type OfficeRoutesDeps } from './office-routes.ts';

/**
 * Every page of the offices' own side. `contact`: the address to write to, as MAIL_FROM gives it (« Nom
 * <adresse> » or the address alone).
 */
export function createDeskRoutes(
  given: Omit<EnteringRoutesDeps & OfficeRoutesDeps, 'desk' | 'received'> & {
    desk: EnteringRoutesDeps['desk'] & OfficeRoutesDeps['desk'] & { received: OfficeRoutesDeps['received'] };
  },
): Route[] {
  const contact = /<([^<>]+)>/.exec(given.contact)?.[1] ?? given.contact;
  const deps = { ...given, contact, received: given.desk.received };
  return [...createEnteringRoutes(deps), ...createOfficeRoutes(deps)];
}
