import { take } from '../drafts/drafting-room.ts';
import { openAllocationRoom, smallTable } from './allocation-room.ts';

/** An act that was signed with its credits, and a dispatcher who may have its notifications made. */
export async function openAnnexRoom(given: { table?: Uint8Array } = {}) {
  const room = await openAllocationRoom();
  const { instructions, people } = room;
  const { id } = await room.draft();
  await room.allocations.importFile(people.claire, id, given.table ?? smallTable);
  const version = take(await instructions.freeze(people.claire, id));
  take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
  const act = take(await instructions.sign(people.nora, id));
  return { ...room, id, act, dispatcher: { id: people.paul.id, roles: ['dispatcher'] } };
}
