import type { Knex } from 'knex';
import { parisDayOf } from '../kernel/clock.ts';
import { findFrozenTable } from './allocations-store.ts';
import type { Annexes } from './annexes.ts';
import { manifestFile, manifestFiles } from './manifest-files.ts';
import { planNotifications, type PlannedNotification } from './notification.ts';
import type { ActsPort, DirectoryPort } from './ports.ts';

/** Reads an office's part of the credits that a signed version bears, notified or not: for its own page. */
export function createConcerning(deps: {
  readDatabase: Knex;
  instructions: Pick<ActsPort, 'signedVersion'>;
  directory: DirectoryPort;
  annexes: Pick<Annexes, 'officeAnnexes' | 'manifest'>;
}) {
  const { readDatabase, instructions, directory, annexes } = deps;

  /** The files that an office takes away: its notifications, and what proves that they are the act's. */
  async function piecesOf(signedSha256: string, officeId: string) {
    const made = await annexes.officeAnnexes(signedSha256, officeId);
    const manifest = made.length === 0 ? undefined : await annexes.manifest(signedSha256);
    const proofs = manifestFiles.flatMap((name) => {
      const found = manifestFile(manifest, name);
      return found === undefined ? [] : [{ name, type: found.type, bytes: async () => found.bytes }];
    });
    const own = made.map(({ name, bytes }) => ({ name, type: 'application/pdf', bytes }));
    return { annexes: made, pieces: [...own, ...proofs] };
  }

  return {
    /** One figure for the office's own territories, and one for the region whose mandate it holds. */
    async concerning(instructionId: string, officeId: string) {
      const act = await instructions.signedVersion(instructionId);
      const table = act && (await findFrozenTable(readDatabase, act.frozenVersionId));
      if (act === undefined || table === undefined) return { figures: [], annexes: [], pieces: [] };
      const offices = await directory.listOffices({ on: parisDayOf(new Date(act.signedAt)) });
      const own = offices.filter(({ id }) => id === officeId);
      return {
        figures: planNotifications(table.lines, own).notifications.map(figureOf),
        ...(await piecesOf(act.sha256, officeId)),
      };
    },
  };
}

function figureOf({ name, lines }: PlannedNotification) {
  return {
    name,
    lines: lines.map(({ name: territory, isPart, commitmentAuthority, paymentAppropriation }) => {
      return { name: territory, isPart, commitmentAuthority, paymentAppropriation };
    }),
  };
}
