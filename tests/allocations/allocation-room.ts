import { createAllocations, createAnnexes } from '../../src/allocations/allocations.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import type { NotificationInput } from '../../src/render/render.ts';
import { openRoom } from '../drafts/drafting-room.ts';

type AnnexDeps = Parameters<typeof createAnnexes>[0];

/** The drafts' room with its people, the 106 offices, the credits beside them and their notifications. */
export async function openAllocationRoom(options: Parameters<typeof openRoom>[0] = {}) {
  const room = await openRoom(options);
  const { database, journal, clock, instructions, signing } = room;
  const prefectures = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction((transaction) => prefectures.seedOffices(transaction));
  const deps = { database, readDatabase: database, journal, clock, instructions, directory: prefectures };
  const printed: NotificationInput[][] = [];
  let failing: (() => void) | undefined;
  const annexDeps: AnnexDeps = {
    ...deps,
    ...{ signing, messages: loadMessages('templates/messages'), demonstration: true, log: silentLog },
    render: {
      async renderNotifications(inputs) {
        printed.push([...inputs]);
        failing?.();
        return inputs.map(({ title }) => ({
          pdf: new TextEncoder().encode(`%PDF-1.7 ${title}\n`),
          pages: 1,
        }));
      },
    },
    verificationUrl: (id) => `https://estafette.example/verifier?acte=${id}`,
  };
  return {
    ...room,
    prefectures,
    allocations: createAllocations(deps),
    annexes: createAnnexes(annexDeps),
    /** What was asked to be printed, turn by turn. */
    printed,
    /** Another process on the same database. */
    another: (changes: Partial<AnnexDeps> = {}) => createAnnexes({ ...annexDeps, ...changes }),
    /** From now on printing fails, until called with nothing. */
    fail(by?: () => void): void {
      failing = by;
    },
  };
}

export const titles = 'territoire;nom;autorisations d’engagement;crédits de paiement';

/** A file as a spreadsheet saves it: titles, then lines. */
export function allocationFile(...lines: string[]): Buffer {
  return Buffer.from([titles, ...lines, ''].join('\r\n'));
}

/** Two regions, one of them split between its departments, and a collectivity. */
export const smallTable = allocationFile(
  'REG-94;Corse;200 000,50;180 000',
  'DEP-2A;Corse-du-Sud;120 000,25;100 000',
  'DEP-2B;Haute-Corse;80 000,25;80 000',
  'REG-11;Île-de-France;1 500 000;1 400 000,00 €',
  'COM-987;Polynésie française;50 000;50 000',
  'TOTAL;;1 750 000,50;1 630 000',
);
