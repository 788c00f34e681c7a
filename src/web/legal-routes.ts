import type { Messages } from '../kernel/messages.ts';
import { page, route, type Route } from './route.ts';

const pages = {
  'mentions-legales': 'legal',
  'donnees-personnelles': 'privacy',
  accessibilite: 'accessibility',
} as const;

/** What the law asks every public service's site to say, in plain words. */
export function createLegalRoutes(deps: {
  messages: Messages;
  contact: string;
  /** How long the names of those who acknowledge are kept, as the service decided. */
  keptYears?: number | undefined;
}): Route[] {
  const { keptYears } = deps;
  return Object.entries(pages).map(([path, name]) =>
    route({
      method: 'get',
      path: `/${path}`,
      access: 'public',
      async handle() {
        const title = deps.messages(`web.legal-title.${name}`);
        const said = name === 'privacy' && keptYears !== undefined ? { keptYears } : {};
        const model = { title, contact: deps.contact, ...said };
        return page(`web/${name}`, { title, breadcrumb: [], model });
      },
    }),
  );
}
