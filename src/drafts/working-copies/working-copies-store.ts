import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** What a person typed in one control of the form and has not saved. */
export interface TypedPart {
  /** `fields[key]`, `fields[key.part]`, `sections[key]` or `plain[key]`. */
  control: string;
  baseRevision: number;
  /** Word for word as it was typed: the schema may refuse it. */
  content: string;
  typedAt: string;
  screen: string;
  turn: number;
}

export interface Owner {
  instructionId: string;
  userId: string;
}

/** Somebody's words that no revision holds. */
export interface Unsaved {
  userId: string;
  typedAt: string;
}

const columns = {
  control: 'control',
  baseRevision: 'base_revision',
  content: 'content',
  typedAt: 'typed_at',
  screen: 'screen',
  turn: 'turn',
};

const ofOwner = ({ instructionId, userId }: Owner) => ({ instruction_id: instructionId, user_id: userId });

/** In the order in which they were typed. */
export async function listTyped(database: Database, owner: Owner): Promise<TypedPart[]> {
  return (await database('working_copies')
    .where(ofOwner(owner))
    .orderBy('typed_at')
    .select(columns)) as TypedPart[];
}

/** Whose copies of this text hold something, and when each of them last typed; the latest first. */
export async function listUnsaved(database: Database, instructionId: string): Promise<Unsaved[]> {
  return (await database('working_copies')
    .where({ instruction_id: instructionId })
    .groupBy('user_id')
    .orderBy('typedAt', 'desc')
    .select({ userId: 'user_id' })
    .max({ typedAt: 'typed_at' })) as Unsaved[];
}

/** Puts each in the place of the one that was there. */
export async function putTyped(trx: Knex.Transaction, owner: Owner, typed: TypedPart[]): Promise<void> {
  if (typed.length === 0) return;
  const rows = typed.map((each) => ({
    ...ofOwner(owner),
    control: each.control,
    base_revision: each.baseRevision,
    content: each.content,
    typed_at: each.typedAt,
    screen: each.screen,
    turn: each.turn,
  }));
  await trx('working_copies').insert(rows).onConflict(['instruction_id', 'user_id', 'control']).merge();
}

export async function removeTyped(trx: Knex.Transaction, owner: Owner, controls: string[]): Promise<void> {
  if (controls.length > 0)
    await trx('working_copies').where(ofOwner(owner)).whereIn('control', controls).del();
}
