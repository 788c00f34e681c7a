import departmentRecords from '@etalab/decoupage-administratif/data/departements.json' with { type: 'json' };
import regionRecords from '@etalab/decoupage-administratif/data/regions.json' with { type: 'json' };
import { typographic } from './plain-words.ts';

export type TerritoryKind = 'region' | 'department' | 'collectivity';

export interface Territory {
  /** `DEP-01`, `REG-84`, `COM-987`: all 18 region codes are also department codes, so never a bare code. */
  id: string;
  kind: TerritoryKind;
  code: string;
  /** « Ain », « La Réunion ». */
  name: string;
  /** The name with its article, as it follows « préfecture »: « de l’Ain », « du Rhône », « de La Réunion ». */
  linkedName: string;
  /** Of a department only. */
  regionId?: string;
  /** INSEE code of the commune where the territory is administered. */
  seat: string;
}

interface AdministrativeRecord {
  code: string;
  nom: string;
  chefLieu: string;
  typeLiaison: number;
  zone: string;
  region?: string;
}

/**
 * INSEE's « type de nom en clair »: how a place name follows « de ». Only these six occur for
 * regions, departments and collectivities.
 */
const links: Record<number, string> = { 0: 'de ', 1: 'd’', 2: 'du ', 3: 'de la ', 4: 'des ', 5: 'de l’' };

// The records list the overseas collectivities (zone « com ») among the regions and the departments alike.
const isCollectivity = (record: AdministrativeRecord): boolean => record.zone === 'com';

/** The 18 regions of the Code officiel géographique, in the order of their codes. */
export const regions: Territory[] = (regionRecords as AdministrativeRecord[])
  .filter((record) => !isCollectivity(record))
  .map((record) => territoryOf('region', 'REG', record));

/** The 101 departments, in the order of their codes (2A and 2B after 19). */
export const departments: Territory[] = (departmentRecords as AdministrativeRecord[])
  .filter((record) => !isCollectivity(record))
  .map((record) => ({ ...territoryOf('department', 'DEP', record), regionId: `REG-${record.region ?? ''}` }))
  .sort((one, other) => (sortKey(one.code) < sortKey(other.code) ? -1 : 1));

/** The overseas collectivities and territories: no region, no department. */
export const collectivities: Territory[] = (departmentRecords as AdministrativeRecord[])
  .filter(isCollectivity)
  .map((record) => territoryOf('collectivity', 'COM', record));

/** The department in which a region is administered, and whose prefect is also the region's. */
export function seatDepartmentOf(region: Territory): Territory {
  const seat = departments.find(
    (department) => department.regionId === region.id && department.seat === region.seat,
  );
  if (seat === undefined) throw new Error(`no department holds the seat of ${region.id}`);
  return seat;
}

function territoryOf(kind: TerritoryKind, prefix: string, record: AdministrativeRecord): Territory {
  const link = links[record.typeLiaison];
  if (link === undefined)
    throw new Error(`unknown typeLiaison ${record.typeLiaison} of ${prefix}-${record.code}`);
  const name = typographic(record.nom);
  return {
    id: `${prefix}-${record.code}`,
    kind,
    code: record.code,
    name,
    linkedName: link + name,
    seat: record.chefLieu,
  };
}

// Corsica took the place of the former department 20.
function sortKey(code: string): string {
  return code.replace(/^2([AB])$/, '20$1');
}
