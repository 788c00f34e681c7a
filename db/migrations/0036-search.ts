import type { Knex } from 'knex';
import { isSqlite } from '../connect.ts';

/**
 * What the search reads, in the engine's own full-text index. Everything here is derived and can be made
 * again; words are analysed by the application, so that both engines find the same.
 */
export async function up(database: Knex): Promise<void> {
  for (const table of ['search_terms', 'search_passages', 'search_entries'])
    await database.schema.dropTable(table);
  await database.schema.createTable('search_documents', (table) => {
    table.increments('id');
    table.text('source').notNullable();
    table.text('reference').notNullable();
    table.text('slug').notNullable();
    table.text('title').notNullable();
    // Its words by their keys, each between spaces: what a sentence in quotation marks is compared with.
    table.text('title_keys').notNullable();
    table.text('kind').notNullable();
    table.integer('year').notNullable().index();
    table.text('state').notNullable();
    table.text('signatory');
    table.text('signed_on').index();
    table.text('replaced_on');
    // What it was made from: it is made again when that is no longer so.
    table.text('stamp').notNullable();
    table.unique(['source', 'reference']);
  });
  await database.schema.createTable('search_pages', (table) => {
    table.integer('document_id').notNullable().references('search_documents.id');
    table.integer('position').notNullable();
    table.text('heading').notNullable();
    table.integer('page');
    table.text('text').notNullable();
    table.text('keys').notNullable();
    table.primary(['document_id', 'position']);
  });
  // The words as they are written, and their keys: how words that begin alike are found.
  await database.schema.createTable('search_vocabulary', (table) => {
    table.text('word').notNullable();
    table.text('key').notNullable();
    table.primary(['word', 'key']);
  });
  if (isSqlite(database)) {
    await database.raw(
      `CREATE VIRTUAL TABLE search_words USING fts5(title, body, content='', contentless_delete=1, tokenize='ascii')`,
    );
    return;
  }
  await database.raw(
    `CREATE TABLE search_words (document_id integer PRIMARY KEY REFERENCES search_documents (id), words tsvector NOT NULL)`,
  );
  await database.raw('CREATE INDEX search_words_index ON search_words USING gin (words)');
}
