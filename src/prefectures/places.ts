import { officesOfFrance } from './offices-of-france.ts';
import { departments, regions } from './territories.ts';

/** Where an office stands in France, by the public data: what a map and a list by region need. */
export interface Place {
  /** « Ain », « Saint-Barthélemy et Saint-Martin ». */
  label: string;
  /** Of its department or first collectivity: `01`, `2A`, `977`. */
  code: string;
  /** `REG-84`; undefined for the overseas collectivities, which are of no region. */
  regionId: string | undefined;
}

const regionOf = new Map(departments.map(({ id, regionId }) => [id, regionId]));

const places = new Map(
  officesOfFrance.map(({ id, label, territoryIds: [territoryId = ''] }): [string, Place] => [
    id,
    { label, code: territoryId.slice(territoryId.indexOf('-') + 1), regionId: regionOf.get(territoryId) },
  ]),
);

/** Undefined for an office that is not of the public data. */
export function findPlace(officeId: string): Place | undefined {
  return places.get(officeId);
}

/** The 18 regions, by name. */
export function listRegionNames(): { id: string; name: string }[] {
  return regions
    .map(({ id, name }) => ({ id, name }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'fr'));
}
