import type { Knex } from 'knex';
import { isSqlite } from '../connect.ts';

/**
 * The search over every source, by what its reader may see. What is indexed is derived and is made again from
 * nothing; what people save of it is not.
 */
export async function up(database: Knex): Promise<void> {
  for (const table of ['search_words', 'search_pages', 'search_documents'])
    await database.schema.dropTable(table);
  await database.schema.createTable('search_documents', (table) => {
    table.increments('id');
    table.text('source').notNullable();
    table.text('reference').notNullable();
    // The roles that may read it, each once, in alphabetical order, apart by spaces.
    table.text('audience').notNullable();
    // Of the budget; the signature has its day. Unknown of some old circulars.
    table.integer('year').index();
    table.text('kind');
    table.text('state');
    table.text('frame');
    // Each between spaces: ` DEP-01 DEP-03 `; empty for what is the whole country's.
    table.text('territories').notNullable();
    table.text('signatory');
    table.text('signed_on').index();
    table.text('replaced_on');
    table.text('publication');
    table.text('published_on');
    table.text('title').notNullable();
    table.text('href').notNullable();
    // Its file, where `#page=N` opens a page.
    table.text('file_href');
    // The address of the instruction that it is, or is of.
    table.text('slug');
    table.text('instruction_title');
    // Why its words are not all there: the key of a sentence.
    table.text('unread');
    // What it was made from: it is made again when that is no longer so.
    table.text('stamp').notNullable();
    table.unique(['source', 'reference']);
    table.index(['audience', 'year']);
  });
  await database.schema.createTable('search_pages', (table) => {
    table.integer('document_id').notNullable().references('search_documents.id');
    // From 0 on; the one at -1 is the document's title.
    table.integer('position').notNullable();
    // The keys of its title then of its words, each between spaces, apart by « | »: which page tells the most, and where.
    table.text('keys').notNullable();
    table.text('heading').notNullable();
    table.integer('page');
    table.text('text').notNullable();
    table.primary(['document_id', 'position']);
  });
  // What was read of files that never change, under the hash of their bytes: each is read once.
  await database.schema.createTable('file_texts', (table) => {
    table.text('sha256').primary();
    // Why nothing was read of it; null when its pages are there.
    table.text('fault');
    table.text('pages').notNullable();
    table.text('read_at').notNullable();
  });
  await database.schema.createTable('saved_searches', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id');
    table.text('name').notNullable();
    // What follows `/recherche?`.
    table.text('query').notNullable();
    table.text('saved_at').notNullable();
    table.unique(['user_id', 'name']);
  });
  if (isSqlite(database)) {
    await database.raw(
      `CREATE VIRTUAL TABLE search_words USING fts5(title, body, content='', contentless_delete=1, tokenize='ascii')`,
    );
    // A word of the title counts for ten of the text.
    await database.raw(`INSERT INTO search_words (search_words, rank) VALUES ('rank', 'bm25(10.0, 1.0)')`);
    return;
  }
  await database.raw(
    `CREATE TABLE search_words (document_id integer PRIMARY KEY REFERENCES search_documents (id), words tsvector NOT NULL)`,
  );
  await database.raw('CREATE INDEX search_words_index ON search_words USING gin (words)');
  // Compared byte by byte, as on SQLite: the words that begin alike stand together.
  await database.raw('ALTER TABLE search_vocabulary ALTER COLUMN word TYPE text COLLATE "C"');
}
