import type { Knex } from 'knex';
import { newId, newToken } from '../../kernel/ids.ts';
import { saltedHash } from '../../kernel/hash.ts';
import type { Choices, Preparation, PreparationState } from './preparation.ts';

type Database = Knex | Knex.Transaction;

interface PreparationRow {
  id: string;
  instruction_id: string;
  signed_sha256: string;
  state: PreparationState;
  choices: string;
  due_at: string | null;
  held_by: string | null;
  begun_at: string;
  changed_at: string;
  changed_by: string;
}

const alive: PreparationState[] = ['open', 'scheduled', 'held'];

export async function insertPreparation(
  transaction: Knex.Transaction,
  preparation: Preparation,
): Promise<void> {
  await transaction('preparations').insert({
    id: preparation.id,
    instruction_id: preparation.instructionId,
    signed_sha256: preparation.signedSha256,
    state: preparation.state,
    choices: JSON.stringify(preparation.choices),
    due_at: preparation.dueAt ?? null,
    held_by: null,
    begun_at: preparation.begunAt,
    changed_at: preparation.changedAt,
    changed_by: preparation.changedBy,
  } satisfies PreparationRow);
}

export async function findPreparation(database: Database, id: string): Promise<Preparation | undefined> {
  const row = await database<PreparationRow>('preparations').where({ id }).first();
  return row === undefined ? undefined : fromRow(row);
}

/** The one that is not over. */
export async function findAlive(database: Database, instructionId: string): Promise<Preparation | undefined> {
  const row = await database<PreparationRow>('preparations')
    .where({ instruction_id: instructionId })
    .whereIn('state', alive)
    .first();
  return row === undefined ? undefined : fromRow(row);
}

/** Those whose hour has come, oldest first. */
export async function listDepartures(database: Database, now: string): Promise<Preparation[]> {
  const rows = await database<PreparationRow>('preparations')
    .where({ state: 'scheduled' })
    .where('due_at', '<=', now)
    .orderBy('due_at');
  return rows.map(fromRow);
}

/** Moves or changes it if it is still in the state expected; tells whether it was. */
export async function markPreparation(
  transaction: Knex.Transaction,
  id: string,
  change: {
    from: PreparationState;
    to: PreparationState;
    at: string;
    by: string;
    choices?: Choices;
    dueAt?: string | null;
    heldBy?: string | null;
    /** Only if it is due at this instant: nobody moved it meanwhile. */
    ifDueAt?: string;
  },
): Promise<boolean> {
  const update = transaction('preparations')
    .where({ id, state: change.from })
    .update({
      state: change.to,
      changed_at: change.at,
      changed_by: change.by,
      ...(change.choices === undefined ? {} : { choices: JSON.stringify(change.choices) }),
      ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
      ...(change.heldBy === undefined ? {} : { held_by: change.heldBy }),
    });
  if (change.ifDueAt !== undefined) update.where({ due_at: change.ifDueAt });
  return (await update) === 1;
}

export interface Overrule {
  id: string;
  findings: string[];
  decidedAt: string;
  decidedBy: string;
  /** Undefined once erased. */
  reason: string | undefined;
}

/** Gives the reason's salted hash, for the journal. */
export async function insertOverrule(
  transaction: Knex.Transaction,
  preparationId: string,
  overrule: { findings: string[]; reason: string; at: string; by: string },
): Promise<string> {
  const salt = newToken(16);
  const reasonHash = saltedHash(salt, overrule.reason);
  const id = newId();
  await transaction('preparation_overrules').insert({
    id,
    preparation_id: preparationId,
    findings: JSON.stringify(overrule.findings),
    reason_hash: reasonHash,
    decided_at: overrule.at,
    decided_by: overrule.by,
  });
  await transaction('preparation_reasons').insert({ overrule_id: id, reason: overrule.reason, salt });
  return reasonHash;
}

/** Oldest first. */
export async function listOverrules(database: Database, preparationId: string): Promise<Overrule[]> {
  const rows = await database('preparation_overrules as o')
    .leftJoin('preparation_reasons as r', 'r.overrule_id', 'o.id')
    .where({ 'o.preparation_id': preparationId })
    .orderBy('o.decided_at')
    .select('o.id', 'o.findings', 'o.decided_at', 'o.decided_by', 'r.reason');
  return rows.map((row) => ({
    id: row.id,
    findings: JSON.parse(row.findings) as string[],
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason ?? undefined,
  }));
}

function fromRow(row: PreparationRow): Preparation {
  return {
    id: row.id,
    instructionId: row.instruction_id,
    signedSha256: row.signed_sha256,
    state: row.state,
    // Of a row from before the choice was offered.
    choices: { annexesBy: 'attachment', ...(JSON.parse(row.choices) as Omit<Choices, 'annexesBy'>) },
    dueAt: row.due_at ?? undefined,
    heldBy: row.held_by ?? undefined,
    begunAt: row.begun_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
