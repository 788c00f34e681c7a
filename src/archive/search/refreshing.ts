import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import type { SearchSource } from './document.ts';
import { createIndexing, type Stale } from './indexing.ts';
import type { WordsIndex } from './words-index.ts';

/** What a search makes by itself before it answers; with more to do than this, it answers with what there is. */
const mostAwaited = 20;
const documentsAtOnce = 20;
const linesAtOnce = 500;

/** Events, by the beginning of their type, that change nothing of what any source gives: there are thousands a day. */
const silent =
  /^(access-token|acknowledgement|contacts?|delivery|escalation|ladder|link|mail|mandate|message|mission|notice|outbox|preparation|reminder|session)\./;

/** Keeps the index what its sources say. It looks again when the journal has a line that may change them. */
export function createRefreshing(deps: {
  database: Knex;
  journal: Pick<Journal, 'list'>;
  index: WordsIndex;
  sources: () => Promise<readonly SearchSource[]>;
}) {
  const { journal, sources } = deps;
  const indexing = createIndexing(deps);
  /** The journal's last line when the sources were asked; undefined before. */
  let seenLine: number | undefined;
  let stale: Stale[] = [];
  let changes = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let goingOn = false;

  /** One at a time: what is asked twice is made once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work, work);
    queue = done.catch(() => undefined);
    return done;
  }

  /** Whether something happened since the sources were asked that may change what they give. */
  async function isBehind(): Promise<boolean> {
    if (seenLine === undefined) return true;
    const since = await journal.list({ afterLine: seenLine, limit: linesAtOnce });
    if (since.length === linesAtOnce || since.some(({ type }) => !silent.test(type))) return true;
    seenLine = since.at(-1)?.line ?? seenLine;
    return false;
  }

  async function compare(): Promise<number> {
    const [newest] = await journal.list({ newestFirst: true, limit: 1 });
    const found: Stale[] = [];
    let removed = 0;
    for (const source of await sources()) {
      const compared = await indexing.compare(source);
      found.push(...compared.stale);
      removed += compared.removed;
    }
    stale = found;
    seenLine = newest?.line ?? 0;
    // Even when nothing is left to make: another process may have made it.
    changes += 1;
    return removed;
  }

  async function makeSome(): Promise<number> {
    const some = stale.slice(0, documentsAtOnce);
    await indexing.make(some);
    stale = stale.slice(some.length);
    changes += 1;
    return some.length;
  }

  /** Makes everything that is left, a few at a time, letting others in between; tells how many. */
  async function makeAll(): Promise<number> {
    let made = 0;
    while (stale.length > 0) made += await inTurn(makeSome);
    return made;
  }

  return {
    /** Counts up whenever the index may be another than it was. */
    changes: () => changes,

    /** Whether the sources were asked once at least. */
    hasLooked: () => seenLine !== undefined,

    /** Whether something happened since that may change what they give. */
    isBehind,

    /** How many documents are not in the index as they are now. */
    left: () => stale.length,

    /**
     * What a search waits for: the few documents that changed. Where there are many, they are made while
     * people search what is there.
     */
    async catchUp(): Promise<void> {
      if (await isBehind())
        await inTurn(async () => {
          if (await isBehind()) await compare();
          if (stale.length <= mostAwaited) while (stale.length > 0) await makeSome();
        });
      if (stale.length === 0 || goingOn) return;
      goingOn = true;
      // Whoever searches next, or the round of a worker, tries again what fails here.
      void makeAll()
        .catch(() => undefined)
        .finally(() => {
          goingOn = false;
        });
    },

    /** Makes the index what its sources say, whatever the journal does; tells how many documents changed. */
    async all(): Promise<number> {
      const removed = await inTurn(compare);
      return removed + (await makeAll());
    },
  };
}
