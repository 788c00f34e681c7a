import type { Knex } from 'knex';
import type { Finding } from '../finding.ts';
import { contents, type Content } from './contents.ts';

const rowsAtOnce = 200;

/** Holds everything that is kept under a hash against it; gives how much was read. */
export async function checkContents(database: Knex): Promise<{ count: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let count = 0;
  for (const content of contents) {
    const { table, column, id: name } = content;
    for (let offset = 0; ; offset += rowsAtOnce) {
      const rows = await content.rows(database).orderByRaw('1').limit(rowsAtOnce).offset(offset);
      for (const row of rows) {
        if (hashOf(content, row) !== row.expected)
          findings.push({ kind: 'content-differs', table, id: String(row[name]), column });
      }
      count += rows.length;
      if (rows.length < rowsAtOnce) break;
    }
  }
  return { count, findings };
}

/** What cannot be read at all is not what was hashed. */
function hashOf(content: Content, row: Parameters<Content['hash']>[0]): string | undefined {
  try {
    return content.hash(row);
  } catch {
    return undefined;
  }
}
