import { branchesOf, type Allocation } from './allocation.ts';
import type { DirectoryOffice } from './ports.ts';

/** Whom a notification tells what: an office its own territories, or the holder of a region the region's. */
export interface PlannedNotification {
  /** `OFF-01` or `REG-84`: one of each in an act, for ever. */
  key: string;
  /** The office that receives it. */
  officeId: string;
  /** « Ain », « Auvergne-Rhône-Alpes ». */
  name: string;
  /** « préfecture de l’Ain ». */
  officeName: string;
  isRegion: boolean;
  lines: (Allocation & { isPart: boolean })[];
  /** The region of which a department's amount is a part. */
  regionName: string | undefined;
}

/**
 * One notification for each office that is granted something, and one for each region; an office that
 * holds a regional mandate has both. `unheld`: territories of the table that no office answers for.
 */
export function planNotifications(
  lines: readonly Allocation[],
  offices: readonly DirectoryOffice[],
): { notifications: PlannedNotification[]; unheld: string[] } {
  const branches = branchesOf(lines);
  const byTerritory = new Map(lines.map((line) => [line.territoryId, line]));
  const regionNames = new Map(branches.map(({ head }) => [head.territoryId, head.name]));
  const notifications: PlannedNotification[] = [];
  const held = new Set<string>();
  for (const office of offices) {
    const own = office.territories.flatMap(({ id }) => byTerritory.get(id) ?? []);
    for (const { territoryId } of own) held.add(territoryId);
    const local = own.filter(({ level }) => level !== 'region');
    const shared = { officeId: office.id, officeName: office.name };
    if (local.length > 0) {
      notifications.push({
        ...shared,
        key: office.id,
        name: local.map(({ name }) => name).join(', '),
        isRegion: false,
        lines: local.map((line) => ({ ...line, isPart: false })),
        regionName: regionNames.get(local[0]?.regionId ?? ''),
      });
    }
    for (const region of own.filter(({ level }) => level === 'region')) {
      const branch = branches.find(({ head }) => head === region);
      notifications.push({
        ...shared,
        key: region.territoryId,
        name: region.name,
        isRegion: true,
        lines: [
          { ...region, isPart: false },
          ...(branch?.departments ?? []).map((department) => ({ ...department, isPart: true })),
        ],
        regionName: undefined,
      });
    }
  }
  return {
    notifications: notifications.toSorted((one, other) => (one.key < other.key ? -1 : 1)),
    unheld: lines.map(({ territoryId }) => territoryId).filter((id) => !held.has(id)),
  };
}
