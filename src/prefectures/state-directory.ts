import { addressesIn, itemsOf, lineOf, recordOf, textOf } from './state-values.ts';

/** The largest file of the State's directory that is read, in bytes: the whole of France takes some tens of MB. */
export const stateFileLimit = 80_000_000;

/** The kinds of service that are prefectures: `type_service_local` of the State's directory. */
export const prefecturePivots = ['prefecture', 'prefecture_region', 'paris_ppp', 'pp_marseille'] as const;
export type PrefecturePivot = (typeof prefecturePivots)[number];

export interface StatePerson {
  name: string;
  function: string;
  addresses: string[];
}

/** What is kept of one service: a prefecture, where it stands, and how it says it can be written to. */
export interface StateService {
  name: string;
  pivots: PrefecturePivot[];
  /** Code of the department or of the collectivity; empty when the service does not say where it is. */
  code: string;
  addresses: string[];
  /** What stands where an address should, as it is written. */
  unreadable: string[];
  persons: StatePerson[];
}

export type StateFault = 'too-large' | 'not-json' | 'no-services' | 'no-prefectures';

/**
 * Reads the State's directory as it is published (`service[]`), keeping the prefectures alone. Its data are
 * dirty: what is missing or of another type than it should be is left out, never a reason to refuse the rest.
 */
export function readStateDirectory(bytes: Uint8Array): { services: StateService[] } | { fault: StateFault } {
  if (bytes.length > stateFileLimit) return { fault: 'too-large' };
  let whole: unknown;
  try {
    whole = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { fault: 'not-json' };
  }
  const listed = Array.isArray(whole) ? (whole as unknown[]) : recordOf(whole)['service'];
  if (!Array.isArray(listed)) return { fault: 'no-services' };
  const services = listed.flatMap((service: unknown) => readService(recordOf(service)) ?? []);
  return services.length === 0 ? { fault: 'no-prefectures' } : { services };
}

function readService(service: Record<string, unknown>): StateService | undefined {
  const told = itemsOf(service['pivot']).map(recordOf);
  const types = told.map((pivot) => textOf(pivot['type_service_local']).trim().toLowerCase());
  const pivots = prefecturePivots.filter((pivot) => types.includes(pivot));
  if (pivots.length === 0) return undefined;
  const own = told.filter((pivot) => textOf(pivot['type_service_local']).trim().toLowerCase() in placed);
  const codes = [
    ...itemsOf(service['code_insee_commune']),
    ...(own.length > 0 ? own : told).flatMap((pivot) => itemsOf(pivot['code_insee_commune'])),
    // « prefecture-01053-01 »: what the file named its services by, before.
    ...textOf(service['ancien_code_pivot']).split('-'),
  ];
  const { addresses, unreadable } = addressesIn(service['adresse_courriel']);
  return {
    name: lineOf(service['nom'], 160),
    pivots,
    code: codeOf(pivots, codes),
    addresses,
    unreadable,
    persons: itemsOf(service['affectation_personne']).flatMap((entry) => readPerson(recordOf(entry)) ?? []),
  };
}

const placed = Object.fromEntries(prefecturePivots.map((pivot) => [pivot, true]));

// The two préfectures de police have one place each, whatever the file says of it.
function codeOf(pivots: PrefecturePivot[], codes: unknown[]): string {
  if (pivots.includes('paris_ppp')) return '75';
  if (pivots.includes('pp_marseille')) return '13';
  for (const code of codes) {
    // A number has lost its zero: 1053 is 01053, in the Ain.
    const commune = textOf(code).trim().toUpperCase().padStart(5, '0');
    if (/^9[78]\d{3}$/.test(commune)) return commune.slice(0, 3);
    if (/^(\d{2}|2[AB])\d{3}$/.test(commune) && !/^(00|20)/.test(commune)) return commune.slice(0, 2);
  }
  return '';
}

function readPerson(entry: Record<string, unknown>): StatePerson | undefined {
  const person = recordOf(entry['personne']);
  const name = lineOf(`${textOf(person['prenom'])} ${textOf(person['nom'])}`, 120);
  if (name === '') return undefined;
  const own = [entry['adresse_courriel'], person['adresse_courriel']];
  return {
    name,
    function: lineOf(entry['fonction'], 160),
    addresses: own.flatMap((value) => addressesIn(value).addresses),
  };
}
