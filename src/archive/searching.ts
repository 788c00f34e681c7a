import type { Knex } from 'knex';
import type { Extraction } from '../extraction/extraction.ts';
import { parisDayOf } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { createFileReading } from './search/file-reading.ts';
import { createFileTexts } from './search/file-texts.ts';
import { listPlaces, territoryChoices } from './search/places.ts';
import { createSavedSearches } from './search/saved-searches.ts';
import { createSearch, type Reader } from './search/search.ts';
import { createSources } from './search/sources.ts';

export type Searching = ReturnType<typeof createSearching>;

/** How many files a round reads before it indexes what they say. */
const filesAtOnce = 20;

type SourcesDeps = Omit<Parameters<typeof createSources>[0], 'fileTexts'>;

/** The search over everything that the rooms hold, what feeds it, and what people save of it. */
export function createSearching(
  deps: SourcesDeps & {
    database: Knex;
    readDatabase: Knex;
    journal: Pick<Journal, 'list'>;
    extraction: Pick<Extraction, 'textOf'>;
    /** The kinds of instructions, by the name of their template. */
    kinds: () => readonly { name: string; title: string }[];
  },
) {
  const fileTexts = createFileTexts({ ...deps, readFile: createFileReading(deps) });
  const sources = createSources({ ...deps, fileTexts });
  const search = createSearch({ ...deps, sources });
  let doneLine: number | undefined;

  return {
    ...search,
    saved: createSavedSearches(deps),

    /** What became of each corrected text, by its id. */
    corrected: () => deps.instructions.corrected(),

    /** What a reader's search may be narrowed to, each with its title. */
    async facets(reader: Reader) {
      const { kinds, frames, territories, ...facets } = await search.facets(reader);
      const titles = new Map(deps.kinds().map(({ name, title }) => [name, title]));
      return {
        ...facets,
        kinds: kinds.map((name) => ({ name, title: titles.get(name) ?? name })),
        frames: deps.frames.filter(({ key }) => frames.includes(key)),
        territories: territoryChoices(
          territories,
          await listPlaces(deps.prefectures, parisDayOf(deps.clock.now())),
        ),
      };
    },

    /**
     * A round of work: reads some of the files that were not read yet, and indexes what changed. There is nothing to
     * do while the journal stands where it stood when everything was done.
     */
    async readFiles(): Promise<number> {
      const [newest] = await deps.journal.list({ newestFirst: true, limit: 1 });
      const line = newest?.line ?? 0;
      if (line === doneLine) return 0;
      const listed = await Promise.all((await sources()).map(async ({ files }) => (await files?.()) ?? []));
      const read = await fileTexts.read(listed.flat(), { most: filesAtOnce });
      await search.refreshAll();
      if (read < filesAtOnce) doneLine = line;
      return read;
    },
  };
}
