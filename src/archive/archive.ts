import type { Instructions } from '../drafts/instructions.ts';
import { createAcross, type AcrossDeps } from './across/across.ts';
import { createComparing, type ComparingDeps } from './comparing/comparison.ts';
import type { Searching } from './searching.ts';
import { createStories, type StoriesDeps } from './story/story.ts';

export type { Filters, Reader, SearchAnswer, SearchQuery, SearchResult } from './search/search.ts';
export { createSearching, type Searching } from './searching.ts';
export { loadFrames } from './search/frames.ts';
export { createFixity, type Alteration, type Fixity } from './fixity.ts';
export { createKeeping, type Keeping, type KeepingAlarm } from './keeping.ts';
export type { Segment } from './search/passage.ts';
export type { YearsRead } from './across/across.ts';
export type { NamesOfLines, OfficeEvidence, Story } from './story/story.ts';

export type Archive = ReturnType<typeof createArchive>;

const pageOfLines = 50;

/** What an auditor reads: search, stories, journal. It writes nothing but the search's own entries. */
export function createArchive(
  deps: StoriesDeps &
    ComparingDeps &
    AcrossDeps & {
      instructions: Pick<Instructions, 'list'>;
      searching: Searching;
    },
) {
  const { journal, instructions } = deps;
  const stories = createStories(deps);

  return {
    ...deps.searching,

    ...stories,
    ...createComparing(deps),
    ...createAcross(deps),

    /**
     * A page of the journal, newest line first: the lines before `before`, or the last ones. `older` is
     * what to give as `before` to read on.
     */
    async journalPage(query: { before?: number | undefined }) {
      const [newest] = await journal.list({ newestFirst: true, limit: 1 });
      const end = Math.min(query.before ?? Infinity, (newest?.line ?? 0) + 1);
      const afterLine = Math.max(0, end - 1 - pageOfLines);
      // The chain has no gap; should it have one, the verification says so and the page only shows less.
      const limit = Math.max(0, end - 1 - afterLine);
      const lines = limit === 0 ? [] : await journal.list({ afterLine, limit });
      return {
        lines: lines.filter(({ line }) => line < end).toReversed(),
        total: newest?.line ?? 0,
        older: afterLine > 0 ? afterLine + 1 : undefined,
        newer: newest !== undefined && end <= newest.line ? end + pageOfLines : undefined,
        names: await stories.namesIn(lines),
        instructions: new Map(
          (await instructions.list()).map(({ id, slug, title, year }) => [id, { slug, title, year }]),
        ),
      };
    },
  };
}
