import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

export interface Predecessor {
  instructionId: string;
  fromId: string;
  fromRevision: number;
  preparedAt: string;
  preparedBy: string;
}

const columns = {
  instructionId: 'instruction_id',
  fromId: 'from_id',
  fromRevision: 'from_revision',
  preparedAt: 'prepared_at',
  preparedBy: 'prepared_by',
};

export async function insertPredecessor(trx: Knex.Transaction, predecessor: Predecessor): Promise<void> {
  const { instructionId, fromId, fromRevision, preparedAt, preparedBy } = predecessor;
  await trx('instruction_predecessors').insert({
    instruction_id: instructionId,
    from_id: fromId,
    from_revision: fromRevision,
    prepared_at: preparedAt,
    prepared_by: preparedBy,
  });
}

export async function findPredecessor(
  database: Database,
  instructionId: string,
): Promise<Predecessor | undefined> {
  return database('instruction_predecessors')
    .where({ instruction_id: instructionId })
    .first<Predecessor | undefined>(columns);
}

/** Ids of the texts that were prepared from this one, oldest first. */
export async function listSuccessorIds(database: Database, fromId: string): Promise<string[]> {
  return database('instruction_predecessors')
    .where({ from_id: fromId })
    .orderBy('prepared_at')
    .pluck('instruction_id');
}

/**
 * The last signed text of a template's name for a year, whatever that template's version was; a rectificatif
 * that leaves its text standing is none.
 */
export async function findSignedOfYear(
  database: Database,
  { templateName, year }: { templateName: string; year: number },
): Promise<string | undefined> {
  const row = await database({ i: 'instructions' })
    .join({ p: 'pinned_templates' }, 'p.sha256', 'i.template_sha256')
    .join({ s: 'signed_versions' }, 's.instruction_id', 'i.id')
    .leftJoin({ a: 'amendments' }, 'a.instruction_id', 'i.id')
    .where({ 'p.name': templateName, 'i.year': year })
    .where((either) => either.whereNull('a.relation').orWhere('a.relation', 'replaces'))
    .orderBy('s.signed_at', 'desc')
    .first<{ id: string } | undefined>('i.id');
  return row?.id;
}

/** What the list of texts says of each, to know whose next year can be prepared. */
export async function listTemplateNames(
  database: Database,
): Promise<{ id: string; templateName: string; relation: string | null; isReplaced: boolean }[]> {
  const rows = await database({ i: 'instructions' })
    .join({ p: 'pinned_templates' }, 'p.sha256', 'i.template_sha256')
    .leftJoin({ a: 'amendments' }, 'a.instruction_id', 'i.id')
    .leftJoin({ r: 'amendments' }, (on) =>
      on.on('r.corrects_id', 'i.id').andOnVal('r.relation', 'replaces').andOnNotNull('r.sent_at'),
    )
    .select<Record<string, string | null>[]>({
      id: 'i.id',
      templateName: 'p.name',
      relation: 'a.relation',
      replacedBy: 'r.instruction_id',
    });
  return rows.map(({ id, templateName, relation, replacedBy }) => ({
    id: id ?? '',
    templateName: templateName ?? '',
    relation: relation ?? null,
    isReplaced: replacedBy !== null,
  }));
}
