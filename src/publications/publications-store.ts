import type { Knex } from 'knex';
import type { Publication, Subject, SubjectKind } from './publication.ts';

type Database = Knex | Knex.Transaction;

interface Row extends Omit<Publication, 'subject' | 'withdrawn'> {
  subjectKind: SubjectKind;
  subjectId: string;
  withdrawnAt: string | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
}

/** Every record of one text, of a kind of text, or the one that has an id; oldest first, withdrawn ones too. */
export async function listPublications(
  database: Database,
  of: { subject: Subject } | { kind: SubjectKind } | { id: string },
): Promise<Publication[]> {
  const select = database('publications as p')
    .leftJoin('publication_words as w', 'w.of', 'p.id')
    .leftJoin('publications_withdrawn as t', 't.publication_id', 'p.id')
    .leftJoin('publication_words as r', 'r.of', database.raw(`p.id || ':withdrawn'`))
    .orderBy(['p.recorded_at', 'p.id'])
    .select({
      ...{ id: 'p.id', subjectKind: 'p.subject_kind', subjectId: 'p.subject_id', kind: 'p.kind' },
      ...{ publishedOn: 'p.published_on', site: 'p.site', url: 'p.url', copySha256: 'p.copy_sha256' },
      ...{ words: 'w.words', recordedAt: 'p.recorded_at', recordedBy: 'p.recorded_by' },
      ...{ withdrawnAt: 't.withdrawn_at', withdrawnBy: 't.withdrawn_by', withdrawnReason: 'r.words' },
    });
  if ('id' in of) select.where({ 'p.id': of.id });
  else if ('kind' in of) select.where({ 'p.subject_kind': of.kind });
  else select.where({ 'p.subject_kind': of.subject.kind, 'p.subject_id': of.subject.id });
  return ((await select) as Row[]).map(fromRow);
}

function fromRow({ subjectKind, subjectId, withdrawnAt, withdrawnBy, withdrawnReason, ...row }: Row) {
  return {
    ...row,
    subject: { kind: subjectKind, id: subjectId },
    withdrawn:
      withdrawnAt === null || withdrawnBy === null
        ? undefined
        : { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason },
  };
}

export interface KeptWords {
  words: string;
  salt: string;
}

export async function insertPublication(
  trx: Knex.Transaction,
  publication: Omit<Publication, 'words' | 'withdrawn'> & { wordsHash: string },
  words: KeptWords,
): Promise<void> {
  await trx('publications').insert({
    id: publication.id,
    subject_kind: publication.subject.kind,
    subject_id: publication.subject.id,
    kind: publication.kind,
    published_on: publication.publishedOn,
    site: publication.site,
    url: publication.url,
    copy_sha256: publication.copySha256,
    words_hash: publication.wordsHash,
    recorded_at: publication.recordedAt,
    recorded_by: publication.recordedBy,
  });
  await insertWords(trx, publication.id, words);
}

export async function insertWithdrawal(
  trx: Knex.Transaction,
  withdrawal: { publicationId: string; at: string; by: string; wordsHash: string },
  words: KeptWords,
): Promise<void> {
  await trx('publications_withdrawn').insert({
    publication_id: withdrawal.publicationId,
    words_hash: withdrawal.wordsHash,
    withdrawn_at: withdrawal.at,
    withdrawn_by: withdrawal.by,
  });
  await insertWords(trx, `${withdrawal.publicationId}:withdrawn`, words);
}

export async function insertWords(trx: Knex.Transaction, of: string, words: KeptWords): Promise<void> {
  await trx('publication_words').insert({ of, ...words });
}

/** Kept once under its hash, whoever hands it in again. */
export async function insertFile(
  trx: Knex.Transaction,
  { sha256, mediaType, bytes, at }: { sha256: string; mediaType: string; bytes: Uint8Array; at: string },
): Promise<void> {
  await trx('publication_files')
    .insert({ sha256, media_type: mediaType, bytes: Buffer.from(bytes), kept_at: at })
    .onConflict('sha256')
    .ignore();
}

export async function findFile(
  database: Database,
  sha256: string,
): Promise<{ mediaType: string; bytes: Uint8Array } | undefined> {
  return database('publication_files')
    .where({ sha256 })
    .first<{ mediaType: string; bytes: Uint8Array } | undefined>({ mediaType: 'media_type', bytes: 'bytes' });
}
