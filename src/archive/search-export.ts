import { writeCsv } from '../kernel/csv-file.ts';
import type { Messages } from '../kernel/messages.ts';
import type { SearchAnswer, SearchResult } from './archive.ts';

/** The most results that a file holds: their passages are made one by one. The page says it. */
export const mostExported = 2000;

const plain = (segments: SearchResult['title']) => segments.map(({ text }) => text).join('');

/** A result as both files tell it; nothing unknown is told as something. */
const told = (result: SearchResult) => ({
  type: result.source,
  title: plain(result.title),
  instruction: result.instructionTitle,
  budgetYear: result.year,
  kind: result.kind,
  state: result.state,
  frame: result.frame,
  territories: result.territories,
  signatory: result.signatory,
  signedOn: result.signedOn,
  replacedOn: result.replacedOn,
  publication: result.publication,
  publishedOn: result.publishedOn,
  section: result.section,
  page: result.page,
  passage: plain(result.passage),
  href: result.href,
});

export type ExportedResult = ReturnType<typeof told>;

/** Answers in words, of the columns that have some. */
export function resultsCsv(
  { results }: SearchAnswer,
  { frames, kinds }: { frames: ReadonlyMap<string, string>; kinds: ReadonlyMap<string, string> },
  { publicUrl, messages }: { publicUrl: string; messages: Messages },
): string {
  const words = (key: string, value: string | null) => (value === null ? '' : messages(`${key}.${value}`));
  const rows = results.map(told).map((result) => ({
    ...result,
    type: messages(`archive.search.type.${result.type}`),
    kind: kinds.get(result.kind ?? '') ?? result.kind,
    state: words('drafts.state', result.state),
    frame: frames.get(result.frame ?? '') ?? result.frame,
    territories: result.territories.join(' '),
    publication: words('archive.search.publication', result.publication),
    href: `${publicUrl}${result.href}`,
  }));
  const names = [
    ...['type', 'title', 'instruction', 'budgetYear', 'kind', 'state', 'frame', 'territories', 'signatory'],
    ...['signedOn', 'replacedOn', 'publication', 'publishedOn', 'section', 'page', 'passage', 'href'],
  ] as (keyof ExportedResult)[];
  return writeCsv([
    names.map((name) => messages(`archive.search.column.${name}`)),
    ...rows.map((row) => names.map((name) => String(row[name] ?? ''))),
  ]);
}

/** The same as data, with what was asked, when, and how much of it is here. */
export function resultsJson(
  { results, total }: SearchAnswer,
  asked: { query: string; at: string; publicUrl: string },
) {
  return {
    ...{ searchedAt: asked.at, query: asked.query, total, exported: results.length, most: mostExported },
    results: results
      .map(told)
      .map(({ href, ...result }) => ({ ...result, href: `${asked.publicUrl}${href}` })),
  };
}
