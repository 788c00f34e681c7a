import type { Knex } from 'knex';
import { getPinnedSource, type Instruction } from '../instructions-store.ts';

type Database = Knex | Knex.Transaction;

export interface TakenUpdate {
  instructionId: string;
  /** The first revision that is written in it. */
  fromRevision: number;
  templateSha256: string;
  takenAt: string;
  takenBy: string;
}

export async function insertTemplateUpdate(trx: Knex.Transaction, update: TakenUpdate): Promise<void> {
  await trx('template_updates').insert({
    instruction_id: update.instructionId,
    from_revision: update.fromRevision,
    template_sha256: update.templateSha256,
    taken_at: update.takenAt,
    taken_by: update.takenBy,
  });
}

/** Hashes of the templates that an instruction was written in, the latest first; the last one it began with. */
export async function listTemplateHashes(
  database: Database,
  { id, templateSha256 }: Pick<Instruction, 'id' | 'templateSha256'>,
  revision: number,
): Promise<string[]> {
  const taken = (await database('template_updates')
    .where({ instruction_id: id })
    .where('from_revision', '<=', revision)
    .orderBy('from_revision', 'desc')
    .pluck('template_sha256')) as string[];
  return [...taken, templateSha256];
}

/** The source of the template that a revision was written in. */
export async function getTemplateSource(
  database: Database,
  instruction: Pick<Instruction, 'id' | 'templateSha256'>,
  revision: number,
): Promise<string> {
  const [sha256 = instruction.templateSha256] = await listTemplateHashes(database, instruction, revision);
  return getPinnedSource(database, sha256);
}
