import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

export interface AgentRow {
  id: string;
  idp_id: string;
  sub_hash: string;
  office_id: string;
  contact_id: string;
  bound_at: string;
  ended_at: string | null;
}

export async function insertAgent(
  transaction: Knex.Transaction,
  agent: Omit<AgentRow, 'ended_at'>,
): Promise<void> {
  await transaction('office_agents').insert(agent);
}

/** The office that an identity was last bound to, and the mailbox that vouched for it. */
export function findAgent(
  database: Db,
  identity: { idp_id: string; sub_hash: string },
): Promise<AgentRow | undefined> {
  return database<AgentRow>('office_agents')
    .where({ ...identity, ended_at: null })
    .orderBy('bound_at', 'desc')
    .first();
}

/** An identity is bound to one office at a time. */
export async function markAgentsEnded(
  transaction: Knex.Transaction,
  identity: { idp_id: string; sub_hash: string },
  at: string,
): Promise<void> {
  await transaction('office_agents')
    .where({ ...identity, ended_at: null })
    .update({ ended_at: at });
}
