import type { Knex } from 'knex';
import type { DocumentFacts } from './document.ts';

type Database = Knex | Knex.Transaction;

const columns = {
  id: 'd.id',
  source: 'd.source',
  reference: 'd.reference',
  slug: 'd.slug',
  title: 'd.title',
  kind: 'd.kind',
  year: 'd.year',
  state: 'd.state',
  signatory: 'd.signatory',
  signedOn: 'd.signed_on',
  replacedOn: 'd.replaced_on',
};

/** A document as it was found. */
export type FoundDocument = { id: number } & {
  [Fact in keyof DocumentFacts]: undefined extends DocumentFacts[Fact] ? string | null : DocumentFacts[Fact];
};

/** One passage as the search reads it: its words and their keys. */
export interface KeptPage {
  documentId: number;
  heading: string;
  page: number | null;
  text: string;
  keys: string;
}

export async function listStamps(
  database: Database,
  source: string,
): Promise<Map<string, { id: number; stamp: string }>> {
  const rows: { reference: string; id: number; stamp: string }[] = await database('search_documents')
    .where({ source })
    .select('reference', 'id', 'stamp');
  return new Map(rows.map(({ reference, id, stamp }) => [reference, { id, stamp }]));
}

/** Writes a document in place of what stood under its name; gives its id. */
export async function replaceDocument(
  transaction: Knex.Transaction,
  facts: DocumentFacts,
  { titleKeys, stamp }: { titleKeys: string; stamp: string },
): Promise<number> {
  const { source, reference, slug, title, kind, year, state, signatory, signedOn, replacedOn } = facts;
  const [row] = await transaction('search_documents')
    .insert({
      ...{ source, reference, slug, title, title_keys: titleKeys, kind, year, state, stamp },
      ...{ signatory: signatory ?? null, signed_on: signedOn ?? null, replaced_on: replacedOn ?? null },
    })
    .onConflict(['source', 'reference'])
    .merge()
    .returning('id');
  return Number(row.id);
}

export async function replacePages(
  transaction: Knex.Transaction,
  documentId: number,
  pages: readonly Omit<KeptPage, 'documentId'>[],
): Promise<void> {
  await transaction('search_pages').where({ document_id: documentId }).del();
  await transaction.batchInsert(
    'search_pages',
    pages.map((page, position) => ({ document_id: documentId, position, ...page })),
    50,
  );
}

export async function removeDocument(transaction: Knex.Transaction, documentId: number): Promise<void> {
  await transaction('search_pages').where({ document_id: documentId }).del();
  await transaction('search_documents').where({ id: documentId }).del();
}

export async function insertWords(
  transaction: Knex.Transaction,
  words: readonly { word: string; key: string }[],
): Promise<void> {
  for (let from = 0; from < words.length; from += 200) {
    await transaction('search_vocabulary')
      .insert(words.slice(from, from + 200))
      .onConflict(['word', 'key'])
      .ignore();
  }
}

/** Keys of the words that begin so (letters and digits), those of the shortest words first. */
export async function listKeysOfPrefix(
  database: Database,
  prefix: string,
  { most }: { most: number },
): Promise<string[]> {
  const rows: { key: string }[] = await database('search_vocabulary')
    .where('word', 'like', `${prefix}%`)
    .groupBy('key')
    .select('key')
    .orderByRaw('min(length(word)), key')
    .limit(most);
  return rows.map(({ key }) => key);
}

/** Documents with their facts, to be narrowed and ordered. */
export function documentsQuery(database: Database): Knex.QueryBuilder {
  return database('search_documents as d').select(columns);
}

/** The keys of the pages of some documents, in their order: which page tells the most needs no text. */
export async function listPageKeys(
  database: Database,
  documentIds: readonly number[],
): Promise<{ documentId: number; position: number; keys: string }[]> {
  return database('search_pages')
    .whereIn('document_id', documentIds)
    .where('keys', '<>', '')
    .orderBy(['document_id', 'position'])
    .select({ documentId: 'document_id', position: 'position', keys: 'keys' });
}

/** Some pages, by their document. */
export async function listPages(
  database: Database,
  places: readonly { documentId: number; position: number }[],
): Promise<Map<number, KeptPage>> {
  const rows: KeptPage[] = await database('search_pages')
    .whereIn(
      ['document_id', 'position'],
      places.map(({ documentId, position }) => [documentId, position]),
    )
    .select({ documentId: 'document_id', heading: 'heading', page: 'page', text: 'text', keys: 'keys' });
  return new Map(rows.map((row) => [row.documentId, row]));
}

/** Every year, kind and signatory of the documents, in their order. */
export async function listFacets(database: Database) {
  const every = async <Value>(column: string): Promise<Value[]> =>
    (await database('search_documents').whereNotNull(column).distinct(column).orderBy(column)).map(
      (row) => row[column],
    );
  return {
    years: await every<number>('year'),
    kinds: await every<string>('kind'),
    signatories: await every<string>('signatory'),
  };
}
