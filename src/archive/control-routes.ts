import type { Messages } from '../kernel/messages.ts';
import { page, route, type Role, type Route } from '../web/route.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

/** Where everything that controls is found: a page of ways to others, which changes nothing. */
export function createControlRoutes({ messages }: { messages: Messages }): Route[] {
  return [
    route({
      method: 'get',
      path: '/controler',
      access: readers,
      async handle({ user }) {
        const title = messages('story.control');
        const readsJournal = user?.roles.includes('auditor') ?? false;
        return page('archive/control', { title, breadcrumb: [], model: { title, readsJournal } });
      },
    }),
  ];
}
