import type { Knex } from 'knex';

/** A mail to oneself, kept apart from the ledger: it counts nowhere, and the whole row may be erased. */
export interface Trial {
  id: string;
  preparationId: string;
  officeId: string;
  address: string;
  salt: string;
  outcome: string;
  reply: string;
  sentAt: string;
  sentBy: string;
}

export async function insertTrial(transaction: Knex.Transaction, trial: Trial): Promise<void> {
  await transaction('preparation_trials').insert({
    id: trial.id,
    preparation_id: trial.preparationId,
    office_id: trial.officeId,
    address: trial.address,
    salt: trial.salt,
    outcome: trial.outcome,
    reply: trial.reply,
    sent_at: trial.sentAt,
    sent_by: trial.sentBy,
  });
}

/** Newest first. */
export async function listTrials(database: Knex, preparationId: string): Promise<Trial[]> {
  const rows = await database('preparation_trials')
    .where({ preparation_id: preparationId })
    .orderBy('sent_at', 'desc');
  return rows.map((row) => ({
    id: row.id,
    preparationId: row.preparation_id,
    officeId: row.office_id,
    address: row.address,
    salt: row.salt,
    outcome: row.outcome,
    reply: row.reply,
    sentAt: row.sent_at,
    sentBy: row.sent_by,
  }));
}
