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
    /** A region with its departments; any other territory by itself. */
    within: (id: string): string[] => [
      id,
      ...[...territories.values()].filter(({ regionId }) => regionId === id).map((one) => one.id),
    ],
  };
}
