import type { Knex } from 'knex';
import { listContacts } from './contacts-store.ts';
import { isHeldOn } from './mandate.ts';
import { listMandates } from './mandates-store.ts';
import { isValidOn, type Office } from './office.ts';
import { listHoldings, listOfficeRows, type Holding } from './offices-store.ts';

/** The offices as they are on a day: who they are, what they administer, whom to write to, who leads the project. */
export async function listOffices(
  database: Knex | Knex.Transaction,
  query: { on: string; ids?: string[] },
): Promise<Office[]> {
  const rows = await listOfficeRows(database, query.ids);
  const holdings = Map.groupBy(await listHoldings(database, query.ids), ({ officeId }) => officeId);
  const contacts = Map.groupBy(await listContacts(database, query.ids), ({ officeId }) => officeId);
  const mandates = Map.groupBy(
    (await listMandates(database)).filter((mandate) => isHeldOn(mandate, query.on)),
    ({ officeId }) => officeId,
  );
  return rows.map((row) => {
    const held = (holdings.get(row.id) ?? []).filter((holding) => stands(holding, query.on));
    const valid = (contacts.get(row.id) ?? []).filter((contact) => isValidOn(contact, query.on));
    return {
      id: row.id,
      name: row.name,
      label: row.label,
      timeZone: row.time_zone,
      region: held.find(({ region }) => region !== undefined)?.region,
      territories: held.map(({ officeId: _office, region: _region, ...territory }) => territory),
      // An anonymised contact has no address any more: nobody to write to.
      contacts: valid.filter(({ address }) => address !== ''),
      mandates: mandates.get(row.id) ?? [],
    };
  });
}

/** The regions led from an office on a day, each with the offices of its departments. */
export interface LedRegion {
  region: { id: string; name: string };
  offices: Office[];
}

/**
 * The regions whose chef de projet régional sits in the office that day. A mandate that is written down
 * says where; without one, it is the office that the public data give the region to.
 */
export async function listRegionalOffices(
  database: Knex | Knex.Transaction,
  officeId: string,
  query: { on: string },
): Promise<LedRegion[]> {
  const everyOffice = await listOffices(database, query);
  const seats = new Map<string, Set<string>>();
  for (const { id, mandates } of everyOffice) {
    for (const { territory } of mandates)
      seats.set(territory.id, (seats.get(territory.id) ?? new Set()).add(id));
  }
  const regions = everyOffice.flatMap(({ id, territories }) =>
    territories
      .filter(({ kind }) => kind === 'region')
      .filter((region) => (seats.get(region.id) ?? new Set([id])).has(officeId)),
  );
  return regions.map(({ id, name }) => ({
    region: { id, name },
    offices: everyOffice.filter(({ region }) => region?.id === id),
  }));
}

function stands({ validFrom, validTo }: Holding, day: string): boolean {
  return (validFrom ?? day) <= day && day <= (validTo ?? day);
}
