import type { Knex } from 'knex';
import type { HolderKind, Mandate } from './mandate.ts';

type Database = Knex | Knex.Transaction;

interface MandateRow {
  id: string;
  territory_id: string;
  territory_name: string;
  linked_name: string;
  office_id: string;
  kind: HolderKind;
  service: string;
  share: string;
  valid_from: string;
  valid_to: string | null;
  ended_on: string | null;
  corrected_by: string | null;
  person_name: string | null;
  person_function: string | null;
  note: string | null;
  salt: string | null;
}

/** Every mandate, past, future and corrected ones included, the latest first within a territory. */
export async function listMandates(
  database: Database,
  where: { officeId?: string; territoryId?: string; id?: string } = {},
): Promise<Mandate[]> {
  const select = database('mandates as m')
    .join('territories as t', 't.id', 'm.territory_id')
    .leftJoin('mandate_persons as p', 'p.mandate_id', 'm.id')
    .select<MandateRow[]>(
      'm.*',
      't.name as territory_name',
      't.linked_name',
      'p.person_name',
      'p.person_function',
      'p.note',
      'p.salt',
    )
    .orderBy([
      't.kind',
      'm.territory_id',
      'm.share',
      { column: 'm.valid_from', order: 'desc' },
      { column: 'm.added_at', order: 'desc' },
      'm.id',
    ]);
  if (where.officeId !== undefined) select.where('m.office_id', where.officeId);
  if (where.territoryId !== undefined) select.where('m.territory_id', where.territoryId);
  if (where.id !== undefined) select.where('m.id', where.id);
  return (await select).map(toMandate);
}

/** Holds a territory until the transaction ends, so that two people cannot name its chef de projet at once. */
export async function lockTerritory(transaction: Knex.Transaction, id: string): Promise<void> {
  await transaction('territories').where({ id }).forUpdate().first('id');
}

export async function insertMandates(
  transaction: Knex.Transaction,
  mandates: Mandate[],
  added: { at: string; by: string },
): Promise<void> {
  const rows = mandates.map((mandate) => ({
    id: mandate.id,
    territory_id: mandate.territory.id,
    office_id: mandate.officeId,
    kind: mandate.kind,
    service: mandate.service,
    share: mandate.share,
    valid_from: mandate.validFrom,
    valid_to: mandate.validTo ?? null,
    ended_on: mandate.endedOn ?? null,
    added_at: added.at,
    added_by: added.by,
  }));
  const persons = mandates.map((mandate) => ({
    mandate_id: mandate.id,
    person_name: mandate.personName,
    person_function: mandate.personFunction,
    note: mandate.note,
    salt: mandate.personSalt,
  }));
  await transaction.batchInsert('mandates', rows, 50);
  await transaction.batchInsert('mandate_persons', persons, 100);
}

/** From `on` (a day) the mandates are no longer held. */
export async function markMandatesEnded(
  transaction: Knex.Transaction,
  ids: string[],
  ended: { on: string; by: string },
): Promise<void> {
  await transaction('mandates').whereIn('id', ids).update({ ended_on: ended.on, ended_by: ended.by });
}

/** Said wrongly: another row says it right, and this one stays to be read. */
export async function markMandateCorrected(
  transaction: Knex.Transaction,
  id: string,
  correctedBy: string,
): Promise<void> {
  await transaction('mandates').where({ id }).update({ corrected_by: correctedBy });
}

function toMandate(row: MandateRow): Mandate {
  return {
    id: row.id,
    territory: { id: row.territory_id, name: row.territory_name, linkedName: row.linked_name },
    officeId: row.office_id,
    kind: row.kind,
    service: row.service,
    share: row.share,
    personName: row.person_name ?? '',
    personFunction: row.person_function ?? '',
    note: row.note ?? '',
    personSalt: row.salt ?? '',
    validFrom: row.valid_from,
    validTo: row.valid_to ?? undefined,
    endedOn: row.ended_on ?? undefined,
    correctedBy: row.corrected_by ?? undefined,
  };
}
