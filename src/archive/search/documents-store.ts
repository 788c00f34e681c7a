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
  ...{ id: 'd.id', territories: `d.${territoriesColumn}`, total: 'h.total' },
  ...{ heading: 'p.heading', page: 'p.page', text: 'p.text', keys: 'p.keys' },
};

/** A document as it was found. */
export type FoundDocument = { id: number; territories: string[] } & {
  [Fact in keyof typeof columns]: undefined extends DocumentFacts[Fact]
    ? NonNullable<DocumentFacts[Fact]> | null
    : DocumentFacts[Fact];
};

/** The same with the page that tells the most of what is asked; all of it null when nothing was written. */
export type ToldDocument = FoundDocument & { [Part in keyof KeptPage]: KeptPage[Part] | null };

/** One passage as the search reads it, with its keys: see `keysOfPage`. */
export interface KeptPage {
  heading: string;
  page: number | null;
  text: string;
  keys: string;
}

/** The keys of a title and of words, as a page keeps them. */
export const keysOfPage = (heading: readonly string[], words: readonly string[]): string =>
  [heading, words].map((keys) => ` ${keys.join(' ')} `).join('|');

/** Of a page's keys, those of its words. */
export const wordsOfPage = (keys: string): string => keys.slice(keys.indexOf('|') + 1);

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
  stamp: string,
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
  return Number(row.id);
}

const audienceText = (roles: readonly string[]) => [...new Set(roles)].toSorted().join(' ');

/** Writes a document's pages in place of what stood there; `titleKeys` are those of its title. */
export async function replacePages(
  transaction: Knex.Transaction,
  documentId: number,
  { titleKeys, pages }: { titleKeys: string; pages: readonly KeptPage[] },
): Promise<void> {
  const title = { keys: titleKeys, heading: '', page: null, text: '' };
  await transaction('search_pages').where({ document_id: documentId }).del();
  await transaction.batchInsert(
    'search_pages',
    [title, ...pages].map((page, place) => ({ document_id: documentId, position: place - 1, ...page })),
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
    .where('word', '>=', prefix)
    .where('word', '<', `${prefix}\u{10ffff}`)
    .groupBy('key')
    .select('key')
    .orderByRaw('min(length(word)), key')
    .limit(most);
  return rows.map(({ key }) => key);
}

/**
 * Documents by the ids that a query gives, in the order of its column `place`, and its column `total`, each with the
 * page that tells the most: a page of results in one statement. `telling` is how many of the phrases a page
 * (`t`) holds; the first of those that say anything wins where several hold as many.
 */
export async function readDocuments(
  database: Database,
  hits: Knex.QueryBuilder,
  telling: Knex.Raw | undefined,
): Promise<{ documents: ToldDocument[]; total: number }> {
  const most = database('search_pages as t')
    .whereRaw(`t.document_id = d.id AND t.text <> ''`)
    .limit(1)
    .select('t.position');
  if (telling !== undefined) most.orderByRaw('? DESC', [telling]);
  most.orderBy('t.position');
  const rows: (Omit<ToldDocument, 'territories'> & { territories: string; total: number | string })[] =
    await database(hits.as('h'))
      .join('search_documents as d', 'd.id', 'h.id')
      .leftJoin('search_pages as p', (on) =>
        on.on('p.document_id', 'd.id').andOn('p.position', '=', most as unknown as Knex.Raw),
      )
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

/** Every audience that some document has. */
export async function listAudiences(database: Database): Promise<string[]> {
  return (await database('search_documents').distinct('audience')).map(({ audience }) => audience);
}
