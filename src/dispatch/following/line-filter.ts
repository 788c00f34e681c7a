import { findPlace } from '../../prefectures/prefectures.ts';
import { recipientRoles } from '../audience.ts';
import type { OfficeLine } from '../dispatch.ts';
import { standings as standingNames } from '../standing.ts';

/** A standing, or what acknowledgements say; empty: everything. */
export const stateFilters = ['', ...standingNames, 'acknowledged', 'not-acknowledged'] as const;
export const roleFilters = ['', ...recipientRoles] as const;
export const orders = ['code', 'name', 'state', 'attempts', 'changed', 'acknowledged'] as const;

/** The overseas collectivities are of no region; they are a group of their own. */
export const collectivities = 'COM';

/** What is shown of the table, and in which order. Empty values let everything through. */
export interface LineFilter {
  state: (typeof stateFilters)[number];
  /** `REG-84`, or `COM`. */
  region: string;
  role: (typeof roleFilters)[number];
  words: string;
  order: (typeof orders)[number];
  descending: boolean;
}

export function filterLines(lines: readonly OfficeLine[], filter: LineFilter): OfficeLine[] {
  const words = fold(filter.words);
  const kept = lines.filter(
    (line) =>
      passesState(line, filter.state) &&
      (filter.region === '' || regionOf(line.officeId) === filter.region) &&
      (filter.role === '' || line.role === filter.role) &&
      fold(`${line.officeName} ${line.officeId}`).includes(words),
  );
  const ascending = kept.toSorted(comparisons[filter.order]);
  return filter.descending ? ascending.toReversed() : ascending;
}

/** The group of an office: its region, or the collectivities; undefined when it is not of the public data. */
export function regionOf(officeId: string): string | undefined {
  const place = findPlace(officeId);
  return place && (place.regionId ?? collectivities);
}

/** What it is called in the table and on the map: « Ain » rather than « préfecture de l’Ain ». */
export function labelOf(line: Pick<OfficeLine, 'officeId' | 'officeName'>): string {
  return findPlace(line.officeId)?.label ?? line.officeName;
}

function passesState(line: OfficeLine, state: LineFilter['state']): boolean {
  if (state === '') return true;
  if (state === 'acknowledged') return line.acknowledgedAt !== undefined;
  // Of those that were asked: a copy waits for nothing.
  if (state === 'not-acknowledged')
    return line.role === 'to' && line.excludedReason === undefined && line.acknowledgedAt === undefined;
  return line.standing === state;
}

// Equal lines keep the order of the departments, in which they come.
const comparisons: Record<LineFilter['order'], (one: OfficeLine, other: OfficeLine) => number> = {
  code: () => 0,
  name: (one, other) => labelOf(one).localeCompare(labelOf(other), 'fr'),
  state: (one, other) => standingNames.indexOf(one.standing) - standingNames.indexOf(other.standing),
  attempts: (one, other) => one.attempts - other.attempts,
  changed: (one, other) => compare(one.changedAt, other.changedAt),
  acknowledged: (one, other) => compare(one.acknowledgedAt, other.acknowledgedAt),
};

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}

function fold(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}
