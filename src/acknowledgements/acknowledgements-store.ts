import type { Knex } from 'knex';
import type { Acknowledgement, Capacity, Means, Person, Strength } from './acknowledgement.ts';
import { insertProofs, removeProofs, type Proofs } from './proofs-store.ts';

type Database = Knex | Knex.Transaction;

/** An acknowledgement about to be written, with what is never read back. */
export interface NewAcknowledgement extends Acknowledgement {
  person: Person;
  formKey: string;
  foldedPerson: string;
  salt: string;
  proofs: Proofs;
  receipt: boolean;
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
  strength: Strength;
  means: Means;
  identity_hash: string | null;
  reason_hash: string | null;
  declared_at: string | null;
  declared_by: string | null;
  evidence_message: string | null;
  evidence_sha256: string | null;
  name: string | null;
  function: string | null;
}

/**
 * Writes those that are new, each with its person and what proves it, and gives their ids. Left out, and
 * nothing written, when the same form or the same person already acknowledged this version for this office.
 * The database's own uniqueness decides, so that two posts at the same time leave one row on any engine.
 */
export async function insertAcknowledgements(
  transaction: Knex.Transaction,
  wanted: readonly NewAcknowledgement[],
): Promise<Set<string>> {
  const ofNewPersons = await idsOf(
    transaction('acknowledgement_persons')
      .insert(wanted.map(toPersonRow))
      .onConflict(['office_id', 'signed_sha256', 'folded_person'])
      .ignore()
      .returning('acknowledgement_id as id'),
  );
  const candidates = wanted.filter(({ id }) => ofNewPersons.has(id));
  if (candidates.length === 0) return new Set();
  for (const { id, proofs } of candidates) await insertProofs(transaction, id, proofs);
  const written = await idsOf(
    transaction('acknowledgements')
      .insert(candidates.map(toRow))
      .onConflict(['office_id', 'signed_sha256', 'form_key'])
      .ignore()
      .returning('id'),
  );
  const repeated = candidates.map(({ id }) => id).filter((id) => !written.has(id));
  if (repeated.length > 0) await removeProofs(transaction, repeated);
  return written;
}

async function idsOf(rows: PromiseLike<{ id: string }[]>): Promise<Set<string>> {
  return new Set((await rows).map(({ id }) => id));
}

function toPersonRow({ id, officeId, sha256, person, foldedPerson, salt }: NewAcknowledgement) {
  return {
    acknowledgement_id: id,
    office_id: officeId,
    signed_sha256: sha256,
    folded_person: foldedPerson,
    name: person.name,
    function: person.function,
    salt,
  };
}

function toRow(acknowledgement: NewAcknowledgement) {
  const { declared, consigned } = acknowledgement;
  return {
    id: acknowledgement.id,
    office_id: acknowledgement.officeId,
    campaign_id: acknowledgement.campaignId,
    delivery_id: acknowledgement.deliveryId,
    instruction_id: acknowledgement.instructionId,
    signed_sha256: acknowledgement.sha256,
    acknowledged_at: acknowledgement.acknowledgedAt,
    acknowledged_on: acknowledgement.acknowledgedOn,
    capacity: acknowledgement.capacity,
    person_hash: acknowledgement.personHash,
    strength: acknowledgement.strength,
    means: acknowledgement.means,
    identity_hash: acknowledgement.identityHash ?? null,
    reason_hash: consigned?.reasonHash ?? null,
    declared_at: (declared ?? consigned)?.at ?? null,
    declared_by: (declared ?? consigned)?.by ?? null,
    evidence_message: declared?.messageId ?? null,
    evidence_sha256: declared?.messageSha256 ?? consigned?.scanSha256 ?? null,
    form_key: acknowledgement.formKey,
    receipt: acknowledgement.receipt ? 1 : 0,
  };
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

/** Of every campaign there ever was, oldest first; of some offices alone when they are given. */
export function listEver(
  database: Database,
  where: { officeIds?: readonly string[] },
): Promise<Acknowledgement[]> {
  return list(database, {}, where.officeIds);
}

/** One, as it stands. */
export async function findAcknowledgement(
  database: Database,
  id: string,
): Promise<Acknowledgement | undefined> {
  return (await list(database, { 'a.id': id }))[0];
}

async function list(
  database: Database,
  where: Record<string, string>,
  officeIds?: readonly string[],
): Promise<Acknowledgement[]> {
  const select = database('acknowledgements as a')
    .leftJoin('acknowledgement_persons as p', 'p.acknowledgement_id', 'a.id')
    .where(where)
    .orderBy(['a.acknowledged_at', 'a.id'])
    .select<AcknowledgementRow[]>('a.*', 'p.name', 'p.function');
  if (officeIds !== undefined) select.whereIn('a.office_id', [...officeIds]);
  return (await select).map((row) => ({
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
    strength: row.strength,
    means: row.means,
    ...(row.identity_hash === null ? {} : { identityHash: row.identity_hash }),
    ...toldByStaff(row),
  }));
}

/** Of what staff wrote down: the mail that is its proof, or what they heard or hold. */
function toldByStaff(row: AcknowledgementRow): Pick<Acknowledgement, 'declared' | 'consigned'> {
  if (row.declared_at === null || row.declared_by === null) return {};
  const written = { at: row.declared_at, by: row.declared_by };
  const sha256 = row.evidence_sha256;
  if (row.evidence_message !== null)
    return { declared: { ...written, messageId: row.evidence_message, messageSha256: sha256 ?? '' } };
  const scan = sha256 === null ? {} : { scanSha256: sha256 };
  return { consigned: { ...written, reasonHash: row.reason_hash ?? '', ...scan } };
}
