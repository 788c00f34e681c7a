import { createAnnexes } from '../../src/allocations/allocations.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { NotificationInput } from '../../src/render/render.ts';
import { take } from '../drafts/drafting-room.ts';
import { openAllocationRoom, smallTable } from './allocation-room.ts';

type Deps = Parameters<typeof createAnnexes>[0];

/** An act that was signed with its credits, and a dispatcher who may have its notifications made. */
export async function openAnnexRoom(given: { table?: Uint8Array } = {}) {
  const room = await openAllocationRoom();
  const printed: NotificationInput[][] = [];
  let failing: (() => void) | undefined;
  const render: Deps['render'] = {
    async renderNotifications(inputs) {
      printed.push([...inputs]);
      failing?.();
      return inputs.map(({ title }) => ({ pdf: new TextEncoder().encode(`%PDF-1.7 ${title}\n`), pages: 1 }));
    },
  };
  const { database, journal, clock, instructions, prefectures, signing, people } = room;
  const deps: Deps = {
    ...{ database, readDatabase: database, journal, clock, instructions, directory: prefectures },
    ...{ render, signing, messages: loadMessages('templates/messages'), demonstration: true, log: silentLog },
    verificationUrl: (id) => `https://estafette.example/verifier?acte=${id}`,
  };
  const { id } = await room.draft();
  await room.allocations.importFile(people.claire, id, given.table ?? smallTable);
  const version = take(await instructions.freeze(people.claire, id));
  take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
  const act = take(await instructions.sign(people.nora, id));
  return {
    ...room,
    id,
    act,
    printed,
    dispatcher: { id: people.paul.id, roles: ['dispatcher'] },
    annexes: createAnnexes(deps),
    /** Another process on the same database. */
    another: (changes: Partial<Deps> = {}) => createAnnexes({ ...deps, ...changes }),
    /** From now on printing fails, until called with nothing. */
    fail(by?: () => void): void {
      failing = by;
    },
  };
}
