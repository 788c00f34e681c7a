import type { Prefectures } from '../../prefectures/prefectures.ts';

/** Territories as the search names, groups and finds them. */
export type Places = Awaited<ReturnType<typeof listPlaces>>;

export interface Territory {
  id: string;
  name: string;
  /** Of a department: its region. */
  regionId: string | undefined;
}

/** Every territory that an office holds on a day (`YYYY-MM-DD`, Paris). */
export async function listPlaces(prefectures: Pick<Prefectures, 'listOffices'>, on: string) {
  const offices = await prefectures.listOffices({ on });
  const territories = new Map<string, Territory>();
  for (const { region, territories: held } of offices)
    for (const { id, name, kind } of held)
      territories.set(id, { id, name, regionId: kind === 'department' ? region?.id : undefined });
  const held = new Map(
    offices.map(({ id, territories: own }) => [
      id,
      own.filter(({ kind }) => kind !== 'region').map((territory) => territory.id),
    ]),
  );
  return {
    /** By its code: `DEP-01`. */
    find: (id: string) => territories.get(id),
    all: () => [...territories.values()],
    /** An office's own, its region apart. */
    heldBy: (officeId: string): readonly string[] => held.get(officeId) ?? [],
  };
}

/** A territory that the search may be narrowed to: `within` is itself and, of a region, its departments. */
export interface TerritoryChoice {
  id: string;
  label: string;
  within: readonly string[];
}

/** Those that some document is about, and the regions of those, by name. */
export function territoryChoices(ids: readonly string[], places: Places): TerritoryChoice[] {
  const regions = ids.flatMap((id) => places.find(id)?.regionId ?? []);
  const every = places.all();
  return [...new Set([...ids, ...regions])]
    .map((id) => ({
      ...{ id, label: places.find(id)?.name ?? id },
      within: [id, ...every.filter(({ regionId }) => regionId === id).map((one) => one.id)],
    }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'fr'));
}
