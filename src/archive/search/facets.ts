import type { Knex } from 'knex';
import type { SourceName } from './document.ts';
import { keepReadable, type Reader } from './filters.ts';

/** What the documents that a reader may see can be narrowed to, each value that some of them has. */
export async function listFacets(database: Knex, reader: Reader, audiences: readonly string[]) {
  async function every<Value>(column: string): Promise<Value[]> {
    const select = database('search_documents as d').whereNotNull(column).distinct({ value: column });
    keepReadable(select, reader, audiences);
    return (await select.orderBy('value')).map(({ value }) => value);
  }
  const [sources, years, kinds, states, frames, signatories, days, places] = [
    await every<SourceName>('d.source'),
    await every<number>('d.year'),
    await every<string>('d.kind'),
    await every<string>('d.state'),
    await every<string>('d.frame'),
    await every<string>('d.signatory'),
    await every<string>('d.signed_on'),
    await every<string>('d.territories'),
  ];
  return {
    ...{ sources, kinds, states, frames, signatories },
    /** Newest first. */
    years: years.toReversed(),
    signedIn: [...new Set(days.map((day) => Number(day.slice(0, 4))))].toReversed(),
    territories: [...new Set(places.flatMap((ids) => ids.split(' ')))].filter((id) => id !== ''),
  };
}

/** How many of the files that a reader may see are found by their title alone, until they are read. */
export async function countUnread(
  database: Knex,
  reader: Reader,
  audiences: readonly string[],
): Promise<number> {
  const select = database('search_documents as d').where('d.unread', 'not-yet').count({ count: '*' });
  keepReadable(select, reader, audiences);
  return Number((await select.first())?.['count'] ?? 0);
}
