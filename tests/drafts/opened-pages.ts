import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { openRoom, type Room } from './drafting-room.ts';

const messages = loadMessages('templates/messages');

/** The drafting room, and its pages as each of its people sees them. */
export async function openPages() {
  const room = await openRoom();
  const closing: (() => Promise<unknown>)[] = [];
  return {
    room,
    /** The site as one of the room's people sees it. */
    async as(who: keyof Room['people'], roles?: Role[]) {
      const everyone = Object.values(room.people);
      const routes = createInstructionsRoutes({
        instructions: room.instructions,
        messages,
        clock: room.clock,
        namesOf: async (ids) =>
          new Map(everyone.filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name])),
        officeNames: async () => new Map([['OFF-01', 'préfecture de l’Ain']]),
        listPeople: async () => everyone,
      });
      const site = await openTestSite({
        routes,
        userId: room.people[who].id,
        roles: roles ?? (room.people[who].roles as Role[]),
      });
      closing.push(site.close);
      return site;
    },
    async close(): Promise<void> {
      await Promise.all(closing.map((close) => close()));
      await room.close();
    },
  };
}
