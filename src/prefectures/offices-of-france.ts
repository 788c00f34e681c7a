import { asciiName } from './plain-words.ts';
import { collectivities, departments, regions, seatDepartmentOf, type Territory } from './territories.ts';

/** An office of the State to write to, as it is in the public data, before any contact is known. */
export interface OfficeOfFrance {
  /** `OFF-01`, `OFF-2A`, `OFF-987`. */
  id: string;
  /** « préfecture de l’Ain », in the middle of a sentence. */
  name: string;
  /** « Ain »: what a table or a map says. */
  label: string;
  /** Where its clocks are: IANA name. */
  timeZone: string;
  /** The territories it administers, the regional mandate last. */
  territoryIds: string[];
  /** ASCII name, for the addresses of the demonstration. */
  slug: string;
}

const overseasTimeZones: Record<string, string> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
};

/**
 * The offices of the overseas collectivities. Saint-Barthélemy and Saint-Martin are one prefecture
 * (décret n° 2025-38 du 9 janvier 2025); the French Southern Lands (984) and Clipperton (989) have no
 * prefecture to write to.
 */
const overseasOffices: { code: string; territories: string[]; name: string; label: string }[] = [
  {
    code: '975',
    territories: ['975'],
    name: 'préfecture de Saint-Pierre-et-Miquelon',
    label: 'Saint-Pierre-et-Miquelon',
  },
  {
    code: '977',
    territories: ['977', '978'],
    name: 'préfecture de Saint-Barthélemy et de Saint-Martin',
    label: 'Saint-Barthélemy et Saint-Martin',
  },
  {
    code: '986',
    territories: ['986'],
    name: 'administration supérieure des îles Wallis et Futuna',
    label: 'Wallis et Futuna',
  },
  {
    code: '987',
    territories: ['987'],
    name: 'haut-commissariat de la République en Polynésie française',
    label: 'Polynésie française',
  },
  {
    code: '988',
    territories: ['988'],
    name: 'haut-commissariat de la République en Nouvelle-Calédonie',
    label: 'Nouvelle-Calédonie',
  },
];

/** Of each department that is a region's seat: the region whose mandate its prefecture holds too. */
const mandates = new Map(regions.map((region) => [seatDepartmentOf(region).id, region.id]));

/** The 106 offices: 101 departments, then the five of the overseas collectivities. */
export const officesOfFrance: OfficeOfFrance[] = [
  ...departments.map(departmentOffice),
  ...overseasOffices.map((office) => ({
    id: `OFF-${office.code}`,
    name: office.name,
    label: office.label,
    timeZone: timeZoneOf(office.code),
    territoryIds: office.territories.map((code) => collectivity(code).id),
    slug: asciiName(office.label),
  })),
];

function departmentOffice(department: Territory): OfficeOfFrance {
  const regionalMandate = mandates.get(department.id);
  return {
    id: `OFF-${department.code}`,
    name: `préfecture ${department.linkedName}`,
    label: department.name,
    timeZone: timeZoneOf(department.code),
    territoryIds: regionalMandate === undefined ? [department.id] : [department.id, regionalMandate],
    slug: asciiName(department.name),
  };
}

function timeZoneOf(code: string): string {
  return overseasTimeZones[code] ?? 'Europe/Paris';
}

function collectivity(code: string): Territory {
  const found = collectivities.find((territory) => territory.code === code);
  if (found === undefined) throw new Error(`no collectivity ${code} in the public data`);
  return found;
}
