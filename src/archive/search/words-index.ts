import type { Knex } from 'knex';
import { isSqlite } from '../../../db/connect.ts';
import { createFts5Index } from './fts5-index.ts';
import { createTsvectorIndex } from './tsvector-index.ts';

/** Words by their keys, in their order; the passages of a document apart. */
export interface IndexedWords {
  title: readonly string[];
  passages: readonly (readonly string[])[];
}

/** A question whose beginnings of words were looked up: each place of a phrase takes any of its keys. */
export interface ResolvedQuestion {
  wanted: readonly ResolvedPhrase[];
  unwanted: readonly ResolvedPhrase[];
}
export type ResolvedPhrase = readonly (readonly string[])[];

/** The engine's own full-text index. */
export interface WordsIndex {
  replace(transaction: Knex.Transaction, documentId: number, words: IndexedWords): Promise<void>;
  remove(transaction: Knex.Transaction, documentId: number): Promise<void>;
  /** Keeps, of a query over `search_documents as d`, the documents that answer. */
  narrow(query: Knex.QueryBuilder, question: ResolvedQuestion): void;
  /** Orders it, the most telling first. */
  rank(query: Knex.QueryBuilder, question: ResolvedQuestion): void;
}

/** That of the database: FTS5 on SQLite, `tsvector` on PostgreSQL. */
export function createWordsIndex(database: Knex): WordsIndex {
  return isSqlite(database) ? createFts5Index() : createTsvectorIndex(database);
}
