import type { Knex } from 'knex';
import type { ContactKind } from './office.ts';
import type { Proposal, ProposalAction, ProposalState, ProposalWords } from './proposal.ts';

type Database = Knex | Knex.Transaction;

/** False, and nothing written, when this form was posted before. */
export async function insertProposal(
  transaction: Knex.Transaction,
  proposal: Proposal & { words: ProposalWords; salt: string; textHash: string; formKey: string },
): Promise<boolean> {
  const { words } = proposal;
  const inserted = await transaction('contact_proposals')
    .insert({
      ...{ id: proposal.id, office_id: proposal.officeId, action: proposal.action, kind: proposal.kind },
      ...{ contact_id: proposal.contactId ?? null, from_on: proposal.fromOn, state: proposal.state },
      ...{ proposed_at: proposal.proposedAt, strength: proposal.strength },
      ...{ text_hash: proposal.textHash, form_key: proposal.formKey },
    })
    .onConflict('form_key')
    .ignore()
    .returning('id');
  if (inserted.length === 0) return false;
  await transaction('proposal_texts').insert({
    ...{ proposal_id: proposal.id, address: words.address, person_name: words.personName },
    ...{ remark: words.remark, by_name: words.byName, by_function: words.byFunction, salt: proposal.salt },
  });
  return true;
}

export async function hasProposal(transaction: Knex.Transaction, formKey: string): Promise<boolean> {
  return (await transaction('contact_proposals').where({ form_key: formKey }).first('id')) !== undefined;
}

/** How many an office made after an instant. */
export async function countProposals(
  transaction: Knex.Transaction,
  { officeId, since }: { officeId: string; since: string },
): Promise<number> {
  const row = await transaction('contact_proposals')
    .where({ office_id: officeId })
    .where('proposed_at', '>', since)
    .count<{ count: number | string }[]>({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

/** Those that wait for the longest first when they are asked for; else the newest first. */
export async function listProposals(
  database: Database,
  where: { id?: string; officeId?: string; state?: ProposalState } = {},
): Promise<Proposal[]> {
  const select = database('contact_proposals as p')
    .leftJoin('proposal_texts as t', 't.proposal_id', 'p.id')
    .leftJoin('proposal_reasons as r', 'r.proposal_id', 'p.id')
    .orderBy([
      { column: 'p.proposed_at', order: where.state === 'proposed' ? 'asc' : 'desc' },
      { column: 'p.id' },
    ])
    .select('p.*', 't.address', 't.person_name', 't.remark', 't.by_name', 't.by_function', 'r.reason');
  if (where.id !== undefined) select.where('p.id', where.id);
  if (where.officeId !== undefined) select.where('p.office_id', where.officeId);
  if (where.state !== undefined) select.where('p.state', where.state);
  return ((await select) as ProposalRow[]).map(fromRow);
}

/** Decides; false when somebody had already. */
export async function markProposal(
  transaction: Knex.Transaction,
  id: string,
  decided: {
    state: 'accepted' | 'refused';
    at: string;
    by: string;
    reason?: { text: string; salt: string; hash: string };
  },
): Promise<boolean> {
  const { state, at, by, reason } = decided;
  const moved = await transaction('contact_proposals')
    .where({ id, state: 'proposed' })
    .update({ state, decided_at: at, decided_by: by, reason_hash: reason?.hash ?? null });
  if (moved === 1 && reason !== undefined)
    await transaction('proposal_reasons').insert({
      ...{ proposal_id: id, reason: reason.text, salt: reason.salt },
    });
  return moved === 1;
}

interface ProposalRow {
  id: string;
  office_id: string;
  action: ProposalAction;
  contact_id: string | null;
  kind: ContactKind;
  from_on: string;
  state: ProposalState;
  proposed_at: string;
  strength: 'code' | 'proconnect';
  decided_at: string | null;
  decided_by: string | null;
  address: string | null;
  person_name: string;
  remark: string;
  by_name: string;
  by_function: string;
  reason: string | null;
}

function fromRow(row: ProposalRow): Proposal {
  const { address, decided_at: at, decided_by: by } = row;
  return {
    ...{ id: row.id, officeId: row.office_id, action: row.action, kind: row.kind, fromOn: row.from_on },
    ...{ state: row.state, proposedAt: row.proposed_at, strength: row.strength },
    contactId: row.contact_id ?? undefined,
    words:
      address === null
        ? undefined
        : {
            ...{ address, personName: row.person_name, remark: row.remark },
            ...{ byName: row.by_name, byFunction: row.by_function },
          },
    decided: at === null || by === null ? undefined : { at, by, reason: row.reason ?? undefined },
  };
}
