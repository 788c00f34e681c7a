import type { Knex } from 'knex';

export interface Confirmation {
  id: string;
  officeId: string;
  year: number;
  confirmedAt: string;
  strength: 'code' | 'proconnect';
  /** How many contacts were shown. */
  contacts: number;
  /** Undefined once it was erased. */
  person: { name: string; function: string } | undefined;
}

/** False, and nothing written, when the office had said so for the year. */
export async function insertConfirmation(
  transaction: Knex.Transaction,
  confirmation: Confirmation & {
    person: { name: string; function: string };
    salt: string;
    contactsHash: string;
    personHash: string;
  },
): Promise<boolean> {
  const { id, officeId, year, confirmedAt, strength, contacts, person } = confirmation;
  const inserted = await transaction('contact_confirmations')
    .insert({
      ...{ id, office_id: officeId, year, confirmed_at: confirmedAt, strength, contacts },
      ...{ contacts_hash: confirmation.contactsHash, person_hash: confirmation.personHash },
    })
    .onConflict(['office_id', 'year'])
    .ignore()
    .returning('id');
  if (inserted.length === 0) return false;
  await transaction('confirmation_persons').insert({
    ...{ confirmation_id: id, name: person.name, function: person.function, salt: confirmation.salt },
  });
  return true;
}

/** Newest first. */
export async function listConfirmations(
  database: Knex | Knex.Transaction,
  where: { year: number } | { officeId: string },
): Promise<Confirmation[]> {
  const rows = await database('contact_confirmations as c')
    .leftJoin('confirmation_persons as p', 'p.confirmation_id', 'c.id')
    .where('year' in where ? { 'c.year': where.year } : { 'c.office_id': where.officeId })
    .orderBy([{ column: 'c.confirmed_at', order: 'desc' }, { column: 'c.id' }])
    .select('c.*', 'p.name', 'p.function');
  return rows.map((row) => ({
    ...{ id: row.id, officeId: row.office_id, year: row.year, confirmedAt: row.confirmed_at },
    ...{ strength: row.strength, contacts: row.contacts },
    person: row.name === null ? undefined : { name: row.name, function: row.function },
  }));
}
