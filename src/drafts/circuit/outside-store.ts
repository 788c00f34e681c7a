import type { Knex } from 'knex';
import { toRow } from '../versions-store.ts';

type Database = Knex | Knex.Transaction;

export type OpinionWord = 'favourable' | 'reserved' | 'unfavourable';

/** The document went out to a body that has no account here. `words` is null once erased. */
export interface Transmission {
  id: string;
  frozenVersionId: string;
  step: number;
  sentOn: string;
  wordsHash: string;
  recordedAt: string;
  recordedBy: string;
  words: string | null;
}

/** What the body answered, the file received, and what the service does of it. */
export interface Opinion {
  id: string;
  frozenVersionId: string;
  step: number;
  opinion: OpinionWord;
  decision: 'given' | 'refused';
  /** Of the document that it is about. */
  sha256: string;
  givenOn: string;
  fileSha256: string;
  fileKind: string;
  wordsHash: string;
  recordedAt: string;
  recordedBy: string;
  words: string | null;
  fileName: string | null;
}

const transmissionColumns = {
  ...{ id: 'id', frozenVersionId: 'frozen_version_id', step: 'step', sentOn: 'sent_on' },
  ...{ wordsHash: 'words_hash', recordedAt: 'recorded_at', recordedBy: 'recorded_by' },
};

const opinionColumns = {
  ...{ id: 'id', frozenVersionId: 'frozen_version_id', step: 'step', opinion: 'opinion' },
  ...{ decision: 'decision', sha256: 'sha256', givenOn: 'given_on', fileSha256: 'file_sha256' },
  ...{ fileKind: 'file_kind', wordsHash: 'words_hash', recordedAt: 'recorded_at' },
  recordedBy: 'recorded_by',
};

interface Words {
  words: string;
  fileName: string;
  salt: string;
}

export async function insertTransmission(
  trx: Knex.Transaction,
  sent: Omit<Transmission, 'words'>,
  words: Words,
): Promise<void> {
  await trx('outside_transmissions').insert(toRow(transmissionColumns, sent));
  await insertWords(trx, sent.id, words);
}

export async function insertOpinion(
  trx: Knex.Transaction,
  opinion: Omit<Opinion, 'words' | 'fileName'>,
  words: Words,
): Promise<void> {
  await trx('outside_opinions').insert(toRow(opinionColumns, opinion));
  await insertWords(trx, opinion.id, words);
}

async function insertWords(
  trx: Knex.Transaction,
  of: string,
  { words, fileName, salt }: Words,
): Promise<void> {
  await trx('outside_words').insert({ of, words, file_name: fileName, salt });
}

export async function listTransmissions(
  database: Database,
  frozenVersionIds: string[],
): Promise<Transmission[]> {
  return (await database('outside_transmissions')
    .leftJoin('outside_words', 'of', 'id')
    .whereIn('frozen_version_id', frozenVersionIds)
    .orderBy('recorded_at')
    .select({ ...transmissionColumns, words: 'words' })) as Transmission[];
}

/** Oldest first. */
export async function listOpinions(database: Database, frozenVersionIds: string[]): Promise<Opinion[]> {
  return (await database('outside_opinions')
    .leftJoin('outside_words', 'of', 'id')
    .whereIn('frozen_version_id', frozenVersionIds)
    .orderBy('recorded_at')
    .select({ ...opinionColumns, words: 'words', fileName: 'file_name' })) as Opinion[];
}
