import type { Knex } from 'knex';
import type { Acknowledgement, Capacity, Person } from './acknowledgement.ts';

type Database = Knex | Knex.Transaction;

/** An acknowledgement about to be written, with what is never read back. */
export interface NewAcknowledgement extends Acknowledgement {
  person: Person;
  formKey: string;
  foldedPerson: string;
  salt: string;
}

interface AcknowledgementRow {
  id: string;
  office_id: string;
  campaign_id: string;
  delivery_id: string;
  instruction_id: string;
  signed_sha256: string;
  acknowledged_at: string;
  acknowledged_on: string;
  capacity: Capacity;
  person_hash: string;
  declared_at: string | null;
  declared_by: string | null;
  evidence_message: string | null;
  evidence_sha256: string | null;
  name: string | null;
  function: string | null;
}

/**
 * Writes it with its person; false, and nothing written, when the same form or the same person already
 * acknowledged this version for this office. The database's own uniqueness decides, so that two posts at
 * the same time leave one row on any engine.
 */
export async function insertAcknowledgement(
  transaction: Knex.Transaction,
  acknowledgement: NewAcknowledgement,
): Promise<boolean> {
  const { id, officeId, sha256 } = acknowledgement;
  const isNewPerson = await transaction('acknowledgement_persons')
    .insert({
      acknowledgement_id: id,
      office_id: officeId,
      signed_sha256: sha256,
      folded_person: acknowledgement.foldedPerson,
      name: acknowledgement.person.name,
      function: acknowledgement.person.function,
      salt: acknowledgement.salt,
    })
    .onConflict(['office_id', 'signed_sha256', 'folded_person'])
    .ignore()
    .returning('acknowledgement_id');
  if (isNewPerson.length === 0) return false;
  const isNewForm = await transaction('acknowledgements')
    .insert({
      id,
      office_id: officeId,
      campaign_id: acknowledgement.campaignId,
      delivery_id: acknowledgement.deliveryId,
      instruction_id: acknowledgement.instructionId,
      signed_sha256: sha256,
      acknowledged_at: acknowledgement.acknowledgedAt,
      acknowledged_on: acknowledgement.acknowledgedOn,
      capacity: acknowledgement.capacity,
      person_hash: acknowledgement.personHash,
      declared_at: acknowledgement.declared?.at ?? null,
      declared_by: acknowledgement.declared?.by ?? null,
      evidence_message: acknowledgement.declared?.messageId ?? null,
      evidence_sha256: acknowledgement.declared?.messageSha256 ?? null,
      form_key: acknowledgement.formKey,
    })
    .onConflict(['office_id', 'signed_sha256', 'form_key'])
    .ignore()
    .returning('id');
  if (isNewForm.length === 0) {
    await transaction('acknowledgement_persons').where({ acknowledgement_id: id }).delete();
    return false;
  }
  return true;
}

/** The acknowledgement that made a new one superfluous: the same person's, else the same form's. */
export async function getRepeated(
  transaction: Knex.Transaction,
  wanted: Pick<NewAcknowledgement, 'officeId' | 'sha256' | 'foldedPerson' | 'formKey'>,
): Promise<Acknowledgement> {
  const ofVersion = { 'a.office_id': wanted.officeId, 'a.signed_sha256': wanted.sha256 };
  const [found] = [
    ...(await list(transaction, { ...ofVersion, 'p.folded_person': wanted.foldedPerson })),
    ...(await list(transaction, { ...ofVersion, 'a.form_key': wanted.formKey })),
  ];
  if (found === undefined) throw new Error('an acknowledgement was refused as repeated, and none is there');
  return found;
}

/** Of an office for a version, oldest first. */
export function listOfOffice(
  database: Database,
  where: { officeId: string; sha256: string },
): Promise<Acknowledgement[]> {
  return list(database, { 'a.office_id': where.officeId, 'a.signed_sha256': where.sha256 });
}

/** Of a campaign, oldest first. */
export function listOfCampaign(database: Database, campaignId: string): Promise<Acknowledgement[]> {
  return list(database, { 'a.campaign_id': campaignId });
}

/** The one that was declared from a message. */
export async function findOfMessage(
  database: Database,
  messageId: string,
): Promise<Acknowledgement | undefined> {
  return (await list(database, { 'a.evidence_message': messageId }))[0];
}

/** Of every version of an instruction, oldest first. */
export function listOfInstruction(database: Database, instructionId: string): Promise<Acknowledgement[]> {
  return list(database, { 'a.instruction_id': instructionId });
}

async function list(database: Database, where: Record<string, string>): Promise<Acknowledgement[]> {
  const rows: AcknowledgementRow[] = await database('acknowledgements as a')
    .leftJoin('acknowledgement_persons as p', 'p.acknowledgement_id', 'a.id')
    .where(where)
    .orderBy(['a.acknowledged_at', 'a.id'])
    .select('a.*', 'p.name', 'p.function');
  return rows.map((row) => ({
    id: row.id,
    officeId: row.office_id,
    campaignId: row.campaign_id,
    deliveryId: row.delivery_id,
    instructionId: row.instruction_id,
    sha256: row.signed_sha256,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedOn: row.acknowledged_on,
    capacity: row.capacity,
    personHash: row.person_hash,
    person:
      row.name === null || row.function === null ? undefined : { name: row.name, function: row.function },
    ...(row.declared_at === null
      ? {}
      : {
          declared: {
            at: row.declared_at,
            by: row.declared_by ?? '',
            messageId: row.evidence_message ?? '',
            messageSha256: row.evidence_sha256 ?? '',
          },
        }),
  }));
}
