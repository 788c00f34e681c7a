import type { Knex } from 'knex';
import type { Amendment, Relation } from './amendment.ts';

type Database = Knex | Knex.Transaction;

const columns = {
  instructionId: 'a.instruction_id',
  correctsId: 'a.corrects_id',
  correctedSha256: 'a.corrected_sha256',
  relation: 'a.relation',
  originId: 'a.origin_id',
  number: 'a.number',
  begunAt: 'a.begun_at',
  begunBy: 'a.begun_by',
  sentAt: 'a.sent_at',
};

export async function insertAmendment(trx: Knex.Transaction, amendment: Amendment): Promise<void> {
  await trx('amendments').insert({
    instruction_id: amendment.instructionId,
    corrects_id: amendment.correctsId,
    corrected_sha256: amendment.correctedSha256,
    relation: amendment.relation,
    origin_id: amendment.originId,
    number: amendment.number,
    begun_at: amendment.begunAt,
    begun_by: amendment.begunBy,
    sent_at: null,
  });
}

/** Undefined for a text that corrects none. */
export async function findAmendment(
  database: Database,
  instructionId: string,
): Promise<Amendment | undefined> {
  return database('amendments as a')
    .where({ instruction_id: instructionId })
    .first<Amendment | undefined>(columns);
}

/** A rectificatif, as the page of what it corrects names it. */
export interface Correction extends Amendment {
  slug: string;
  title: string;
  /** Of the rectificatif. */
  revision: number;
}

/** The rectificatifs of a text, sent or being written, in the order of their beginnings. */
export async function listCorrections(database: Database, correctsId: string): Promise<Correction[]> {
  return (await database('amendments as a')
    .join('instructions as i', 'i.id', 'a.instruction_id')
    .where({ 'a.corrects_id': correctsId })
    .orderBy('a.number')
    .select({ ...columns, slug: 'i.slug', title: 'i.title', revision: 'i.revision' })) as Correction[];
}

/** Those that were sent, and what replaced the text that this one amends: it has nothing to amend any more. */
export async function listSentCorrections(database: Database, instructionId: string): Promise<Correction[]> {
  const own = (await listCorrections(database, instructionId)).filter(({ sentAt }) => sentAt !== null);
  const amendment = await findAmendment(database, instructionId);
  if (amendment?.relation !== 'amends' || own.some(({ relation }) => relation === 'replaces')) return own;
  const above = await listSentCorrections(database, amendment.correctsId);
  return [...own, ...above.filter(({ relation }) => relation === 'replaces')];
}

/** Every rectificatif that was sent, oldest first. */
export async function listSent(database: Database): Promise<Correction[]> {
  return (await database('amendments as a')
    .join('instructions as i', 'i.id', 'a.instruction_id')
    .whereNotNull('a.sent_at')
    .orderBy('a.sent_at')
    .select({ ...columns, slug: 'i.slug', title: 'i.title', revision: 'i.revision' })) as Correction[];
}

/** How many rectificatifs a chain has, the ones that are being written included. */
export async function countOfChain(trx: Knex.Transaction, originId: string): Promise<number> {
  const row = await trx('amendments').where({ origin_id: originId }).count({ count: '*' }).first();
  return Number(row?.['count'] ?? 0);
}

export async function markRelation(
  trx: Knex.Transaction,
  instructionId: string,
  relation: Relation,
): Promise<void> {
  await trx('amendments').where({ instruction_id: instructionId }).update({ relation });
}

/** In the transaction that opens its campaign, before the instruction's own move. */
export async function markSent(trx: Knex.Transaction, instructionId: string, at: string): Promise<void> {
  await trx('amendments').where({ instruction_id: instructionId, sent_at: null }).update({ sent_at: at });
}
