import type { Knex } from 'knex';
import type { SplitLine } from './split.ts';

type Database = Knex | Knex.Transaction;

/** One version of a region's split: published, for ever. */
export interface Split {
  id: string;
  instructionId: string;
  regionId: string;
  number: number;
  officeId: string;
  publishedAt: string;
  strength: 'code' | 'proconnect';
  lines: SplitLine[];
  /** Undefined once it was erased; `reason`: empty for the first version. */
  person: { name: string; function: string; reason: string } | undefined;
}

export async function insertSplit(
  transaction: Knex.Transaction,
  split: Split & {
    person: { name: string; function: string; reason: string };
    salt: string;
    hashes: { content: string; person: string; reason: string | undefined };
    formKey: string;
  },
): Promise<void> {
  const { id, person, hashes } = split;
  await transaction('region_splits').insert({
    ...{ id, instruction_id: split.instructionId, region_id: split.regionId, number: split.number },
    ...{ office_id: split.officeId, published_at: split.publishedAt, strength: split.strength },
    ...{ content_sha256: hashes.content, person_hash: hashes.person, reason_hash: hashes.reason ?? null },
    form_key: split.formKey,
  });
  await transaction.batchInsert(
    'region_split_lines',
    split.lines.map((line) => ({
      ...{ split_id: id, territory_id: line.territoryId, name: line.name },
      commitment_authority: line.commitmentAuthority,
      payment_appropriation: line.paymentAppropriation,
    })),
    50,
  );
  await transaction('region_split_persons').insert({ split_id: id, ...person, salt: split.salt });
}

export async function hasSplit(transaction: Knex.Transaction, formKey: string): Promise<boolean> {
  return (await transaction('region_splits').where({ form_key: formKey }).first('id')) !== undefined;
}

/** The latest version of each region first. */
export async function listSplits(
  database: Database,
  where: { instructionId: string; regionId?: string },
): Promise<Split[]> {
  const select = database('region_splits as s')
    .leftJoin('region_split_persons as p', 'p.split_id', 's.id')
    .where('s.instruction_id', where.instructionId)
    .orderBy([{ column: 's.region_id' }, { column: 's.number', order: 'desc' }])
    .select('s.*', 'p.name', 'p.function', 'p.reason');
  if (where.regionId !== undefined) select.where('s.region_id', where.regionId);
  const rows = await select;
  const lines = await database('region_split_lines')
    .whereIn(
      'split_id',
      rows.map(({ id }) => id),
    )
    .orderBy('territory_id');
  const byId = Map.groupBy(lines, (line) => line.split_id as string);
  return rows.map((row) => ({
    ...{ id: row.id, instructionId: row.instruction_id, regionId: row.region_id, number: row.number },
    ...{ officeId: row.office_id, publishedAt: row.published_at, strength: row.strength },
    lines: (byId.get(row.id) ?? []).map((line) => ({
      ...{ territoryId: line.territory_id, name: line.name },
      // PostgreSQL gives large integers as text.
      commitmentAuthority: Number(line.commitment_authority),
      paymentAppropriation: Number(line.payment_appropriation),
    })),
    person: row.name === null ? undefined : { name: row.name, function: row.function, reason: row.reason },
  }));
}

export async function saveDraft(
  transaction: Knex.Transaction,
  draft: {
    instructionId: string;
    regionId: string;
    officeId: string;
    typed: Record<string, string>;
    at: string;
  },
): Promise<void> {
  await transaction('region_split_drafts')
    .insert({
      ...{ instruction_id: draft.instructionId, region_id: draft.regionId, office_id: draft.officeId },
      ...{ typed: JSON.stringify(draft.typed), saved_at: draft.at },
    })
    .onConflict(['instruction_id', 'region_id'])
    .merge();
}

export async function findDraft(
  database: Database,
  where: { instructionId: string; regionId: string },
): Promise<{ typed: Record<string, string>; savedAt: string } | undefined> {
  const row = await database('region_split_drafts')
    .where({ instruction_id: where.instructionId, region_id: where.regionId })
    .first();
  return row && { typed: JSON.parse(row.typed) as Record<string, string>, savedAt: row.saved_at };
}

export async function removeDraft(
  transaction: Knex.Transaction,
  where: { instructionId: string; regionId: string },
): Promise<void> {
  await transaction('region_split_drafts')
    .where({ instruction_id: where.instructionId, region_id: where.regionId })
    .delete();
}
