import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** Rows of one statement: engines bound how many values it may hold. */
const rowsAtOnce = 100;

/** One page's text, and where it comes from. */
export interface CircularPage {
  page: number;
  text: string;
  /** By tesseract, from the page's picture: a guess, shown as one. */
  recognised: boolean;
  /** Too few letters in it, and nothing was recognised there (yet). */
  textless: boolean;
}

export async function insertPages(
  trx: Knex.Transaction,
  circularId: string,
  pages: readonly { text: string; textless: boolean }[],
): Promise<void> {
  const rows = pages.map(({ text, textless }, index) => ({
    ...{ circular_id: circularId, page: index + 1, text, textless: textless ? 1 : 0 },
  }));
  await trx.batchInsert('past_circular_pages', rows, rowsAtOnce);
}

/** False when another recognised the page meanwhile. */
export async function insertRecognised(
  trx: Knex.Transaction,
  { circularId, page, text, at }: { circularId: string; page: number; text: string; at: string },
): Promise<boolean> {
  const rows: unknown[] = await trx('past_circular_recognised')
    .insert({ circular_id: circularId, page, text, recognised_at: at })
    .onConflict(['circular_id', 'page'])
    .ignore()
    .returning('page');
  return rows.length > 0;
}

const readPages = (database: Database) =>
  database('past_circular_pages as p').leftJoin('past_circular_recognised as r', (join) =>
    join.on('r.circular_id', 'p.circular_id').andOn('r.page', 'p.page'),
  );

/** In their order. What was recognised stands in the place of a page's own few letters, unless it says no more. */
export async function listPages(database: Database, circularId: string): Promise<CircularPage[]> {
  const rows: { page: number; text: string; textless: number; guess: string | null }[] = await readPages(
    database,
  )
    .where({ 'p.circular_id': circularId })
    .orderBy('p.page')
    .select({ page: 'p.page', text: 'p.text', textless: 'p.textless', guess: 'r.text' });
  return rows.map(({ page, text, textless, guess }) => {
    const recognised = guess !== null && guess.length > text.length;
    return { page, text: recognised ? guess : text, recognised, textless: textless === 1 && !recognised };
  });
}

/** Pages without text of each circular that has any (or of one): how many, how many recognised, how many not tried. */
export async function countTextless(
  database: Database,
  circularId?: string,
): Promise<Map<string, { textless: number; recognised: number; due: number }>> {
  const rows: {
    id: string;
    textless: number | string;
    tried: number | string;
    recognised: number | string;
  }[] = await readPages(database)
    .where({ 'p.textless': 1, ...(circularId !== undefined && { 'p.circular_id': circularId }) })
    .groupBy('p.circular_id')
    .select({ id: 'p.circular_id' })
    .select(
      database.raw('COUNT(*) AS textless'),
      database.raw('COUNT(r.page) AS tried'),
      database.raw('SUM(CASE WHEN LENGTH(r.text) > LENGTH(p.text) THEN 1 ELSE 0 END) AS recognised'),
    );
  return new Map(
    rows.map(({ id, textless, tried, recognised }) => [
      id,
      {
        textless: Number(textless),
        recognised: Number(recognised),
        due: Number(textless) - Number(tried),
      },
    ]),
  );
}

/** The pages without text that nobody tried to recognise, and how many characters each has of its own. */
export async function listDuePages(
  database: Database,
  circularId: string,
): Promise<{ page: number; characters: number }[]> {
  const rows: { page: number; text: string }[] = await readPages(database)
    .where({ 'p.circular_id': circularId, 'p.textless': 1 })
    .whereNull('r.page')
    .orderBy('p.page')
    .select({ page: 'p.page', text: 'p.text' });
  return rows.map(({ page, text }) => ({ page, characters: text.length }));
}
