import type { Knex } from 'knex';
import { isSqlite } from '../../../db/connect.ts';
import { createFts5Index } from './fts5-index.ts';
import { createTsvectorIndex } from './tsvector-index.ts';

/** Words by their keys, in their order; the passages of a document apart. */
export interface IndexedWords {
  title: readonly (readonly string[])[];
  passages: readonly (readonly string[])[];
}

/** A question whose beginnings of words were looked up: each place of a phrase takes any of its keys. */
export interface ResolvedQuestion {
  wanted: readonly ResolvedPhrase[];
  unwanted: readonly ResolvedPhrase[];
}
export type ResolvedPhrase = readonly (readonly string[])[];

/** The documents that answer: a query to narrow, order and select from, with what names two of its columns. */
export interface Matching {
  query: Knex.QueryBuilder;
  /** The column of the document's id. */
  id: string;
  /** Smaller is more telling. */
  score: Knex.Raw;
  /** Equal scores come in any order, unless the id is asked for too. */
  ties: boolean;
}

/** The engine's own full-text index. */
export interface WordsIndex {
  replace(transaction: Knex.Transaction, documentId: number, words: IndexedWords): Promise<void>;
  remove(transaction: Knex.Transaction, documentId: number): Promise<void>;
  match(database: Knex, question: ResolvedQuestion): Matching;
  /** The engine's function that tells where a text stands in another, from 1; 0 when it does not. */
  place: 'instr' | 'strpos';
}

/** That of the database: FTS5 on SQLite, `tsvector` on PostgreSQL. */
export function createWordsIndex(database: Knex): WordsIndex {
  return isSqlite(database) ? createFts5Index() : createTsvectorIndex(database);
}
