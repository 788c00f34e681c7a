import type { Knex } from 'knex';
import type { Perimeter } from '../kernel/perimeter.ts';
import type { Row } from './column.ts';
import type { Table } from './table.ts';
import { listRows, type KeyedRow } from './tables-store.ts';

export { createTokens, type Tokens } from './tokens.ts';

export type DirectAccess = ReturnType<typeof createDirectAccess>;

const rowsAtOnce = 1000;

/** What is told to programs and as files: rows of the declared tables, within the perimeter of who asks. */
export function createDirectAccess({ readDatabase }: { readDatabase: Knex }) {
  return {
    /** Up to `limit` rows after a key, with the key of the last when there are more. */
    async page(
      table: Table,
      asked: {
        perimeter: Perimeter | undefined;
        year?: number | undefined;
        slug?: string | undefined;
        after?: readonly string[] | undefined;
        limit: number;
      },
    ): Promise<{ rows: Row[]; next: string[] | undefined }> {
      const found = await listRows(readDatabase, table, { ...asked, limit: asked.limit + 1 });
      const kept = found.slice(0, asked.limit);
      return {
        rows: kept.map(({ row }) => row),
        next: found.length > asked.limit ? kept.at(-1)?.key : undefined,
      };
    },

    /** Every row of a table, read as it leaves. */
    async *rows(table: Table, perimeter: Perimeter | undefined): AsyncGenerator<Row> {
      let after: string[] | undefined;
      for (;;) {
        const found: KeyedRow[] = await listRows(readDatabase, table, {
          perimeter,
          after,
          limit: rowsAtOnce,
        });
        for (const { row } of found) yield row;
        if (found.length < rowsAtOnce) return;
        after = found.at(-1)?.key;
      }
    },
  };
}
