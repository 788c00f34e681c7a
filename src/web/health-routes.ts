import { json, route, type Route } from './route.ts';

/** For the machine that watches over the service: each part, and 503 when one does not answer. */
export function createHealthRoutes(deps: { checks: Record<string, () => Promise<boolean>> }): Route[] {
  return [
    route({
      method: 'get',
      path: '/sante',
      access: 'public',
      async handle() {
        const parts: Record<string, boolean> = {};
        for (const [name, check] of Object.entries(deps.checks))
          parts[name] = await check().catch(() => false);
        const healthy = Object.values(parts).every(Boolean);
        return json({ healthy, parts }, healthy ? 200 : 503);
      },
    }),
  ];
}
