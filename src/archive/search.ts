import type { Knex } from 'knex';
import type { Instruction, Instructions } from '../drafts/instructions.ts';
import { tokensOf } from './analysis.ts';
import { countWordsFound, highlight, passageOf, type Segment } from './passage.ts';
import {
  listEntries,
  listMatchingEntries,
  listPassages,
  replaceEntry,
  sumWeights,
  type Passage,
  type SearchEntry,
} from './search-store.ts';

export interface SearchQuery {
  words: string;
  year?: number | undefined;
  state?: string | undefined;
}

export interface SearchResult {
  instructionId: string;
  slug: string;
  year: number;
  state: string;
  title: Segment[];
  /** The section that the passage comes from. */
  section: string;
  passage: Segment[];
}

export interface SearchAnswer {
  results: SearchResult[];
  total: number;
  /** True when something was typed that holds no word to look for. */
  tooCommon: boolean;
}

const titleWeight = 10;
const mostWords = 12;
// Each result shown is read whole to find its most telling passage.
const mostResults = 30;

/** The search of instructions. It makes its own entries again when an instruction changed: nothing has to tell it. */
export function createSearch(deps: {
  database: Knex;
  readDatabase: Knex;
  instructions: Pick<Instructions, 'list' | 'contentForSearch'>;
}) {
  const { database, readDatabase, instructions } = deps;

  async function refreshEntry({
    id,
    slug,
    title,
    year,
    state,
    revision,
    updatedAt,
  }: Instruction): Promise<void> {
    const content = await instructions.contentForSearch(id);
    const heads = [content.subject, content.changes].map((text) => ({ title: '', text }));
    const passages: Passage[] = [...heads, ...content.sections].map((passage) => ({
      title: passage.title,
      text: passage.text,
    }));
    const terms = new Map<string, number>();
    const count = (text: string, weight: number): void => {
      for (const key of tokensOf(text).flatMap(({ keys }) => keys))
        terms.set(key, (terms.get(key) ?? 0) + weight);
    };
    count(`${title} ${content.subject} ${year}`, titleWeight);
    count(content.changes, 1);
    for (const section of content.sections) {
      count(section.title, 1);
      count(section.text, 1);
    }
    const entry: SearchEntry = { instructionId: id, slug, title, year, state, revision, updatedAt };
    await database.transaction((transaction) => replaceEntry(transaction, entry, passages, terms));
  }

  /** Makes again the entries that no longer say what their instruction says; tells how many. */
  async function refresh(): Promise<number> {
    const known = new Map((await listEntries(readDatabase)).map((entry) => [entry.instructionId, entry]));
    const stale = (await instructions.list()).filter((instruction) =>
      isStale(instruction, known.get(instruction.id)),
    );
    for (const instruction of stale) await refreshEntry(instruction);
    return stale.length;
  }

  async function toResults(entries: SearchEntry[], words: string[][]): Promise<SearchResult[]> {
    const weights =
      words.length === 0 ? new Map<string, number>() : await sumWeights(readDatabase, words.flat());
    const weightOf = (entry: SearchEntry) => weights.get(entry.instructionId) ?? 0;
    const best = entries
      .toSorted((one, other) => weightOf(other) - weightOf(one) || other.year - one.year)
      .slice(0, mostResults);
    const passages = await listPassages(
      readDatabase,
      best.map(({ instructionId }) => instructionId),
    );
    return best.map(({ instructionId, slug, title, year, state }) => {
      const shown = tellingPassage(passages.get(instructionId) ?? [], words);
      return {
        ...{ instructionId, slug, year, state },
        title: highlight(title, words),
        section: shown.title,
        passage: passageOf(shown.text, words),
      };
    });
  }

  return {
    refresh,

    /** The instructions that hold every word, accents, case and endings apart; the most telling first. */
    async search(query: SearchQuery): Promise<SearchAnswer> {
      await refresh();
      const words = wordsOf(query.words);
      const tooCommon = words.length === 0 && query.words.trim() !== '';
      if (tooCommon) return { results: [], total: 0, tooCommon };
      const entries = await listMatchingEntries(readDatabase, { ...query, words });
      return { results: await toResults(entries, words), total: entries.length, tooCommon };
    },
  };
}

function isStale(instruction: Instruction, entry: SearchEntry | undefined): boolean {
  return (
    entry?.revision !== instruction.revision ||
    entry.state !== instruction.state ||
    entry.updatedAt !== instruction.updatedAt
  );
}

function wordsOf(text: string): string[][] {
  const words = new Map(tokensOf(text).map(({ keys }) => [keys.join(' '), keys]));
  return [...words.values()].slice(0, mostWords);
}

/** The section that holds the most of the words; the first that says anything when none does. */
function tellingPassage(passages: Passage[], words: string[][]): Passage {
  const written = passages.filter(({ text }) => text.trim() !== '');
  const counted = written.map((passage) => ({ passage, found: countWordsFound(passage.text, words) }));
  const [best] = counted.toSorted((one, other) => other.found - one.found);
  return best?.passage ?? { title: '', text: '' };
}
