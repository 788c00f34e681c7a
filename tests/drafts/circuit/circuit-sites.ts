import type { Actor } from '../../../src/drafts/instructions.ts';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { Role } from '../../../src/web/route.ts';
import { openTestSite } from '../../site.ts';
import type { CircuitRoom } from './circuit-room.ts';

/** The pages of a circuit's room, as each of its people sees them. */
export function openSites(room: CircuitRoom) {
  const sites: Awaited<ReturnType<typeof openTestSite>>[] = [];
  return {
    async as(actor: Actor) {
      const everyone = [...Object.values(room.people), room.marie, room.leo, room.admin];
      const names = new Map(everyone.map(({ id, name }) => [id, name]));
      const routes = createInstructionsRoutes({
        ...{ instructions: room.instructions, messages: loadMessages('templates/messages') },
        ...{ clock: room.clock, officeNames: async () => new Map(), namesOf: async () => names },
        listPeople: async () => everyone,
      });
      const site = await openTestSite({ routes, roles: actor.roles as Role[], userId: actor.id });
      sites.push(site);
      return site;
    },
    close: () => Promise.all(sites.map((site) => site.close())),
  };
}
