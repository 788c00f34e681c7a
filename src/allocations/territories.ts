import type { KnownTerritory, Level } from './allocation.ts';
import type { DirectoryPort } from './ports.ts';

/** The territories that may be granted credits on a day: those that an office answers for. */
export async function listTerritories(directory: DirectoryPort, on: string): Promise<KnownTerritory[]> {
  const offices = await directory.listOffices({ on });
  return offices.flatMap(({ id: officeId, region, territories }) =>
    territories.map(({ id, kind, name, linkedName }) => ({
      id,
      level: kind as Level,
      name,
      linkedName,
      regionId: kind === 'department' ? region?.id : undefined,
      officeId,
    })),
  );
}
