import type { Knex } from 'knex';
import type { Definition } from './definition.ts';

type Database = Knex | Knex.Transaction;

/** The questionnaire of a request, as it stands. */
export interface Questionnaire {
  requestId: string;
  definition: Definition;
  sha256: string;
  /** Counts its changes. */
  revision: number;
  /** When it was said to be ready; undefined while it is being written. */
  readyAt: string | undefined;
}

interface Row {
  request_id: string;
  definition: string;
  sha256: string;
  revision: number;
  ready_at: string | null;
}

export async function findQuestionnaire(
  database: Database,
  requestId: string,
): Promise<Questionnaire | undefined> {
  const row = await database<Row>('questionnaires').where({ request_id: requestId }).first();
  return row && fromRow(row);
}

export async function insertQuestionnaire(
  transaction: Knex.Transaction,
  given: { requestId: string; content: string; sha256: string; at: string; by: string },
): Promise<void> {
  const { requestId, content, sha256, at, by } = given;
  await transaction('questionnaires').insert({
    ...{ request_id: requestId, definition: content, sha256, revision: 1 },
    ...{ changed_at: at, changed_by: by },
  });
}

/** False when it changed meanwhile. Whoever changes it has to say again that it is ready. */
export async function markQuestionnaireChanged(
  transaction: Knex.Transaction,
  given: { requestId: string; revision: number; content: string; sha256: string; at: string; by: string },
): Promise<boolean> {
  const { requestId, revision, content, sha256, at, by } = given;
  const changed = await transaction('questionnaires')
    .where({ request_id: requestId, revision })
    .update({
      ...{ definition: content, sha256, revision: revision + 1 },
      ...{ ready_at: null, changed_at: at, changed_by: by },
    });
  return changed === 1;
}

/** False when it is not any more the one that was read. */
export async function markQuestionnaireReady(
  transaction: Knex.Transaction,
  { requestId, sha256, at }: { requestId: string; sha256: string; at: string },
): Promise<boolean> {
  const marked = await transaction('questionnaires')
    .where({ request_id: requestId, sha256 })
    .whereNull('ready_at')
    .update({ ready_at: at });
  return marked === 1;
}

function fromRow(row: Row): Questionnaire {
  return {
    requestId: row.request_id,
    definition: JSON.parse(row.definition) as Definition,
    sha256: row.sha256,
    revision: row.revision,
    readyAt: row.ready_at ?? undefined,
  };
}
