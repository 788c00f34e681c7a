import type { Knex } from 'knex';
import type { HeldTerritory } from './office.ts';
import type { OfficeOfFrance } from './offices-of-france.ts';
import type { Territory } from './territories.ts';

type Database = Knex | Knex.Transaction;

export interface OfficeRow {
  id: string;
  name: string;
  label: string;
  time_zone: string;
}

interface HoldingRow {
  office_id: string;
  id: string;
  kind: HeldTerritory['kind'];
  name: string;
  linked_name: string;
  valid_from: string | null;
  valid_to: string | null;
  region_id: string | null;
  region_name: string | null;
}

export type Holding = HeldTerritory & { officeId: string; region: { id: string; name: string } | undefined };

export async function listOfficeRows(database: Database, ids?: string[]): Promise<OfficeRow[]> {
  const select = database('offices').select('id', 'name', 'label', 'time_zone').orderBy('position');
  if (ids !== undefined) select.whereIn('id', ids);
  return select;
}

export async function listHoldings(database: Database, officeIds?: string[]): Promise<Holding[]> {
  const select = database('office_territories as m')
    .join('territories as t', 't.id', 'm.territory_id')
    .leftJoin('territories as r', 'r.id', 't.region_id')
    .select<HoldingRow[]>(
      'm.office_id',
      't.id',
      't.kind',
      't.name',
      't.linked_name',
      'm.valid_from',
      'm.valid_to',
      'r.id as region_id',
      'r.name as region_name',
    )
    // collectivity, department, region: the regional mandate comes last.
    .orderBy(['t.kind', 't.id']);
  if (officeIds !== undefined) select.whereIn('m.office_id', officeIds);
  return (await select).map((row) => ({
    officeId: row.office_id,
    id: row.id,
    kind: row.kind,
    name: row.name,
    linkedName: row.linked_name,
    validFrom: row.valid_from ?? undefined,
    validTo: row.valid_to ?? undefined,
    region:
      row.region_id === null || row.region_name === null
        ? undefined
        : { id: row.region_id, name: row.region_name },
  }));
}

export async function listTerritories(
  database: Database,
  where: { kind?: string; regionId?: string },
): Promise<{ id: string; code: string; name: string; linkedName: string }[]> {
  const select = database('territories').select('id', 'code', 'name', 'linked_name').orderBy('name');
  if (where.kind !== undefined) select.where('kind', where.kind);
  if (where.regionId !== undefined) select.where('region_id', where.regionId);
  return ((await select) as { id: string; code: string; name: string; linked_name: string }[]).map(
    ({ linked_name, ...rest }) => ({ ...rest, linkedName: linked_name }),
  );
}

/** Writes what is missing of the public data; what stands, corrected by hand or not, is left alone. */
export async function insertOfficesOfFrance(
  transaction: Knex.Transaction,
  territories: Territory[],
  offices: OfficeOfFrance[],
): Promise<void> {
  const territoryRows = territories.map(({ id, kind, code, name, linkedName, regionId }) => ({
    id,
    kind,
    code,
    name,
    linked_name: linkedName,
    region_id: regionId ?? null,
  }));
  const officeRows = offices.map(({ id, name, label, timeZone }, position) => ({
    id,
    name,
    label,
    time_zone: timeZone,
    position,
  }));
  // Written once as `office/territory`: a later mandate on the same territory is a row of its own.
  const known = new Set(
    (await transaction('office_territories').select('territory_id')).map((row) => row.territory_id),
  );
  const mandateRows = offices.flatMap((office) =>
    office.territoryIds
      .filter((territoryId) => !known.has(territoryId))
      .map((territoryId) => ({
        id: `${office.id}/${territoryId}`,
        office_id: office.id,
        territory_id: territoryId,
        valid_from: null,
        valid_to: null,
      })),
  );
  await insertMissing(transaction, 'territories', territoryRows);
  await insertMissing(transaction, 'offices', officeRows);
  await insertMissing(transaction, 'office_territories', mandateRows);
}

async function insertMissing(transaction: Knex.Transaction, table: string, rows: object[]): Promise<void> {
  // SQLite bounds the terms of one statement.
  for (let start = 0; start < rows.length; start += 50) {
    await transaction(table)
      .insert(rows.slice(start, start + 50))
      .onConflict('id')
      .ignore();
  }
}
