import type { Knex } from 'knex';
import type { DocumentFacts, SourceName } from './document.ts';

type Database = Knex | Knex.Transaction;

/** The facts as they are kept, by their columns. */
const columns = {
  source: 'source',
  reference: 'reference',
  href: 'href',
  fileHref: 'file_href',
  title: 'title',
  year: 'year',
  kind: 'kind',
  state: 'state',
  frame: 'frame',
  signatory: 'signatory',
  signedOn: 'signed_on',
  replacedOn: 'replaced_on',
  publication: 'publication',
  publishedOn: 'published_on',
  slug: 'slug',
  instructionTitle: 'instruction_title',
  unread: 'unread',
} as const satisfies Partial<Record<keyof DocumentFacts, string>>;

/** As a list in one column: ` DEP-01 DEP-03 `. */
const territoriesColumn = 'territories';

const factColumns = {
  ...Object.fromEntries(Object.entries(columns).map(([fact, column]) => [fact, `d.${column}`])),
  ...{ id: 'd.id', territories: `d.${territoriesColumn}`, keys: 'k.keys', total: 'h.total' },
};

/** A document as it was found. */
export type FoundDocument = { id: number; territories: string[] } & {
  [Fact in keyof typeof columns]: undefined extends DocumentFacts[Fact]
    ? NonNullable<DocumentFacts[Fact]> | null
    : DocumentFacts[Fact];
};

/** The same with the keys of its words: see `tellingPage`. */
export type KeyedDocument = FoundDocument & { keys: string };

/** One passage as the search reads it. */
export interface KeptPage {
  documentId: number;
  heading: string;
  page: number | null;
  text: string;
}

export async function listStamps(
  database: Database,
  source: SourceName,
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
  { keys, stamp }: { keys: string; stamp: string },
): Promise<number> {
  const values = Object.entries(columns).map(([fact, column]) => [
    column,
    facts[fact as keyof typeof columns] ?? null,
  ]);
  const [row] = await transaction('search_documents')
    .insert({
      ...Object.fromEntries(values),
      audience: audienceText(facts.audience),
      territories:
        (facts.territories ?? []).map((id) => ` ${id}`).join('') + (facts.territories?.length ? ' ' : ''),
      stamp,
    })
    .onConflict(['source', 'reference'])
    .merge()
    .returning('id');
  const id = Number(row.id);
  await transaction('search_keys').insert({ document_id: id, keys }).onConflict('document_id').merge();
  return id;
}

const audienceText = (roles: readonly string[]) => [...new Set(roles)].toSorted().join(' ');

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
  for (const table of ['search_pages', 'search_keys'])
    await transaction(table).where({ document_id: documentId }).del();
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
    .where('word', '>=', prefix)
    .where('word', '<', `${prefix}\u{10ffff}`)
    .groupBy('key')
    .select('key')
    .orderByRaw('min(length(word)), key')
    .limit(most);
  return rows.map(({ key }) => key);
}

/**
 * Documents with their keys, by the ids that a query gives, in the order of its column `place`, and its column
 * `total`: a page of results in one statement.
 */
export async function readDocuments(
  database: Database,
  hits: Knex.QueryBuilder,
): Promise<{ documents: KeyedDocument[]; total: number }> {
  const rows: (Omit<KeyedDocument, 'territories'> & { territories: string; total: number | string })[] =
    await database(hits.as('h'))
      .join('search_documents as d', 'd.id', 'h.id')
      .join('search_keys as k', 'k.document_id', 'd.id')
      .orderBy(['h.place', 'h.id'])
      .select(factColumns);
  return {
    total: Number(rows[0]?.total ?? 0),
    documents: rows.map(({ total: _total, ...row }) => ({
      ...row,
      territories: row.territories.split(' ').filter((id) => id !== ''),
    })),
  };
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
    .select({ documentId: 'document_id', heading: 'heading', page: 'page', text: 'text' });
  return new Map(rows.map((row) => [row.documentId, row]));
}

/** Every audience that some document has. */
export async function listAudiences(database: Database): Promise<string[]> {
  return (await database('search_documents').distinct('audience')).map(({ audience }) => audience);
}
