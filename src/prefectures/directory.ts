import type { Knex } from 'knex';
import { listContacts } from './contacts-store.ts';
import { isValidOn, type Office } from './office.ts';
import { listMandates, listOfficeRows, type Mandate } from './offices-store.ts';

/** The offices as they are on a day: who they are, what they administer, whom to write to. */
export async function listOffices(
  database: Knex | Knex.Transaction,
  query: { on: string; ids?: string[] },
): Promise<Office[]> {
  const rows = await listOfficeRows(database, query.ids);
  const mandates = Map.groupBy(await listMandates(database, query.ids), ({ officeId }) => officeId);
  const contacts = Map.groupBy(await listContacts(database, query.ids), ({ officeId }) => officeId);
  return rows.map((row) => {
    const held = (mandates.get(row.id) ?? []).filter((mandate) => isHeldOn(mandate, query.on));
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
    };
  });
}

function isHeldOn({ validFrom, validTo }: Mandate, day: string): boolean {
  return (validFrom ?? day) <= day && day <= (validTo ?? day);
}
