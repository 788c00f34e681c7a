import type { Knex } from 'knex';
import { parisDayOf } from '../kernel/clock.ts';
import type { Contact, ContactKind, DirectoryRecipient } from './office.ts';

type Database = Knex | Knex.Transaction;

interface ContactRow {
  id: string;
  office_id: string;
  rank: number;
  kind: ContactKind;
  valid_from: string;
  valid_to: string | null;
  ended_on: string | null;
  address: string | null;
  person_name: string | null;
  salt: string | null;
}

/** Every contact, past and future ones included; of some offices when they are given. */
export async function listContacts(database: Database, officeIds?: string[]): Promise<Contact[]> {
  const select = database('contacts as c')
    .leftJoin('contact_details as d', 'd.contact_id', 'c.id')
    .select<ContactRow[]>('c.*', 'd.address', 'd.person_name', 'd.salt')
    .orderBy(['c.office_id', 'c.rank', 'c.valid_from', 'c.added_at']);
  if (officeIds !== undefined) select.whereIn('c.office_id', officeIds);
  return (await select).map((row) => ({
    id: row.id,
    officeId: row.office_id,
    rank: row.rank,
    kind: row.kind,
    address: row.address ?? '',
    personName: row.person_name ?? '',
    addressSalt: row.salt ?? '',
    validFrom: row.valid_from,
    validTo: row.valid_to ?? undefined,
    endedOn: row.ended_on ?? undefined,
  }));
}

/** The contacts that may be written to on the day, with their offices; best rank first within an office. */
export async function listRecipientRows(
  database: Database,
  query: { on: string; officeId?: string; afterRank?: number },
): Promise<DirectoryRecipient[]> {
  const select = database('contacts as c')
    .join('contact_details as d', 'd.contact_id', 'c.id')
    .join('offices as o', 'o.id', 'c.office_id')
    .select<DirectoryRecipient[]>(
      'o.id as officeId',
      'o.name as officeName',
      'c.id as contactId',
      'c.rank as rank',
      'd.address as address',
      'd.salt as addressSalt',
      'o.time_zone as timeZone',
    )
    .where('c.valid_from', '<=', query.on)
    .where((valid) => valid.whereNull('c.valid_to').orWhere('c.valid_to', '>=', query.on))
    .where((standing) => standing.whereNull('c.ended_on').orWhere('c.ended_on', '>', query.on))
    .orderBy(['o.position', 'c.rank', 'c.added_at', 'c.id']);
  if (query.officeId !== undefined) select.where('c.office_id', query.officeId);
  if (query.afterRank !== undefined) select.where('c.rank', '>', query.afterRank);
  return select;
}

/** The last day until `today` on which one was added or had gone, in Paris as all days. */
export async function findLastChange(database: Database, today: string): Promise<string | undefined> {
  const contacts = database('contacts');
  const row = await contacts.clone().max<{ added: string | null }>({ added: 'added_at' }).first();
  const gone = contacts.where('ended_on', '<=', today);
  const end = await gone.max<{ ended: string | null }>({ ended: 'ended_on' }).first();
  const added = row?.added ?? '';
  const addedOn = added === '' ? '' : parisDayOf(new Date(added));
  const last = [addedOn, end?.ended ?? ''].toSorted().at(-1);
  return last === '' ? undefined : last;
}

export async function insertContacts(
  transaction: Knex.Transaction,
  contacts: Contact[],
  added: { at: string; by: string },
): Promise<void> {
  await transaction.batchInsert(
    'contacts',
    contacts.map((contact) => ({
      id: contact.id,
      office_id: contact.officeId,
      rank: contact.rank,
      kind: contact.kind,
      valid_from: contact.validFrom,
      valid_to: contact.validTo ?? null,
      ended_on: null,
      added_at: added.at,
      added_by: added.by,
    })),
    50,
  );
  await transaction.batchInsert(
    'contact_details',
    contacts.map(({ id, address, personName, addressSalt }) => ({
      contact_id: id,
      address,
      person_name: personName,
      salt: addressSalt,
    })),
    100,
  );
}

/** Withdraws contacts: from `on` (a day) they are no longer written to. */
export async function markContactsEnded(
  transaction: Knex.Transaction,
  ids: string[],
  ended: { on: string; by: string },
): Promise<void> {
  for (let start = 0; start < ids.length; start += 100) {
    await transaction('contacts')
      .whereIn('id', ids.slice(start, start + 100))
      .update({ ended_on: ended.on, ended_by: ended.by });
  }
}
