import type { Knex } from 'knex';
import type { UnreadableReason } from '../extraction/extracted-text.ts';
import type { CircularFacts, CircularFile } from './past-circular.ts';

type Database = Knex | Knex.Transaction;

export interface PastCircular extends CircularFacts, CircularFile {
  id: string;
  slug: string;
  /** As it was called when it was imported; empty once erased. */
  fileName: string;
  importedAt: string;
  /** How many times what is known was written: 1 at the import. */
  number: number;
}

type Nullable<Of> = {
  [Key in keyof Of]: undefined extends Of[Key] ? Exclude<Of[Key], undefined> | null : Of[Key];
};

type Row = Nullable<Omit<PastCircular, 'more' | 'fileName'>> & { more: number; fileName: string | null };

const latest = '(SELECT MAX(x.number) FROM past_circular_facts x WHERE x.circular_id = c.id)';

function selectCirculars(database: Database): Knex.QueryBuilder<object, Row[]> {
  return database('past_circulars as c')
    .join('past_circular_facts as f', (join) =>
      join.on('f.circular_id', 'c.id').andOn(database.raw(`f.number = ${latest}`)),
    )
    .leftJoin('past_circular_words as w', (join) =>
      join.on('w.circular_id', 'c.id').andOn('w.number', 'f.number'),
    )
    .select({
      ...{
        id: 'c.id',
        slug: 'c.slug',
        sha256: 'c.sha256',
        bytes: 'c.bytes',
        pages: 'c.pages',
        more: 'c.more',
      },
      ...{ unreadable: 'c.unreadable', importedAt: 'c.imported_at', number: 'f.number', title: 'f.title' },
      ...{ year: 'f.year', signedOn: 'f.signed_on', nor: 'f.nor', subject: 'f.subject' },
      ...{ signatory: 'w.signatory', fileName: 'w.file_name' },
    });
}

function circularOf({ more, fileName, ...row }: Row): PastCircular {
  const { year, signedOn, nor, subject, signatory, unreadable, ...rest } = row;
  return {
    ...rest,
    ...{ more: more === 1, fileName: fileName ?? '' },
    ...{ year: year ?? undefined, signedOn: signedOn ?? undefined, nor: nor ?? undefined },
    ...{ subject: subject ?? undefined, unreadable: (unreadable as UnreadableReason | null) ?? undefined },
    // An empty name is an unknown one; an erased one is gone, which leaves it unknown too.
    signatory: signatory === null || signatory === '' ? undefined : signatory,
  };
}

/** All of them, the latest year first, those of an unknown year last. */
export async function listCirculars(database: Database): Promise<PastCircular[]> {
  const rows = (await selectCirculars(database)).map(circularOf);
  const rank = ({ year, signedOn = '', title }: PastCircular) =>
    [String(year ?? '0000'), signedOn, title] as const;
  return rows.sort((one, other) => {
    const [years, days, titles] = rank(one).map((each, index) =>
      each.localeCompare(rank(other)[index] ?? ''),
    );
    return -(years || 0) || -(days || 0) || titles || 0;
  });
}

export async function findCircular(
  database: Database,
  by: { slug: string } | { sha256: string } | { id: string },
): Promise<PastCircular | undefined> {
  const [[column, value] = ['', '']] = Object.entries(by);
  const row = await selectCirculars(database)
    .where({ [`c.${column}`]: value })
    .first();
  return row === undefined ? undefined : circularOf(row);
}

export async function isSlugTaken(trx: Knex.Transaction, slug: string): Promise<boolean> {
  return (await trx('past_circulars').where({ slug }).first('id')) !== undefined;
}

/** Keeps the file; false when the same bytes are there already. */
export async function insertFile(trx: Knex.Transaction, sha256: string, bytes: Uint8Array): Promise<boolean> {
  const rows: unknown[] = await trx('past_circular_files')
    .insert({ sha256, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
    .onConflict('sha256')
    .ignore()
    .returning('sha256');
  return rows.length > 0;
}

export async function insertCircular(
  trx: Knex.Transaction,
  circular: CircularFile & { id: string; slug: string; at: string; by: string },
): Promise<void> {
  const { id, slug, sha256, bytes, pages, more, unreadable, at, by } = circular;
  await trx('past_circulars').insert({
    ...{ id, slug, sha256, bytes, pages, more: more ? 1 : 0, unreadable: unreadable ?? null },
    ...{ imported_at: at, imported_by: by },
  });
}

export async function insertFacts(
  trx: Knex.Transaction,
  of: { circularId: string; number: number; at: string; by: string },
  facts: CircularFacts,
  words: { fileName: string; salt: string; hash: string },
): Promise<void> {
  const key = { circular_id: of.circularId, number: of.number };
  await trx('past_circular_facts').insert({
    ...key,
    ...{ title: facts.title, year: facts.year ?? null, signed_on: facts.signedOn ?? null },
    ...{ nor: facts.nor ?? null, subject: facts.subject ?? null, words_hash: words.hash },
    ...{ recorded_at: of.at, recorded_by: of.by },
  });
  await trx('past_circular_words').insert({
    ...key,
    ...{ signatory: facts.signatory ?? '', file_name: words.fileName, salt: words.salt },
  });
}

/** The file as it came; undefined when there is none of that hash. */
export async function findBytes(database: Database, sha256: string): Promise<Uint8Array | undefined> {
  const row: { bytes: Uint8Array } | undefined = await database('past_circular_files')
    .where({ sha256 })
    .first('bytes');
  return row?.bytes;
}

/** Files in the order of their hashes, after one of them: to read all of them again a few at a time. */
export async function listFilesAfter(
  database: Database,
  after: string,
  limit: number,
): Promise<{ sha256: string; bytes: Uint8Array }[]> {
  return database('past_circular_files')
    .where('sha256', '>', after)
    .orderBy('sha256')
    .limit(limit)
    .select('sha256', 'bytes');
}
