import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { addVisits, listVisits, type VisitCount } from './visits-store.ts';

/** What was asked of a link. Nothing of it is an acknowledgement, nor ever counted as one. */
export type VisitKind = 'opened' | 'headers' | 'prefetch' | 'document' | 'form-refused';

/** What the web tells of who asks. */
export interface Visitor {
  method: string;
  /** What the client says that it is; read, never kept. */
  agent: string;
  /** `Sec-Purpose`: the page is fetched before anybody wants to see it. */
  purpose: string;
}

export type Visits = ReturnType<typeof createVisits>;

const flushAfterMs = 1_000;
// In an hour, of one process: more links than any campaign has. Beyond, visits are not told apart any more.
const mostKept = 50_000;

/**
 * Visits of the offices' links, added up by the hour and written together a moment later, so that a scanner
 * can neither slow the database nor fill the disk. Neither an address nor a name of a browser is kept.
 */
export function createVisits(deps: { database: Knex; readDatabase: Knex; clock: Clock; log: Log }) {
  const { database, readDatabase, clock, log } = deps;
  let waiting = new Map<string, VisitCount>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const counts = [...waiting.values()];
    waiting = new Map();
    await addVisits(database, counts).catch((error: unknown) => {
      log.warn({ visits: counts.length, error: String(error) }, 'visits of links could not be written');
    });
  }

  return {
    /** Takes no time and never fails: whoever visits must not notice. */
    note(deliveryId: string, wanted: 'opened' | 'document' | 'form-refused', visitor: Visitor): void {
      const count = {
        deliveryId,
        hour: instantOf(clock).slice(0, 13),
        what: kindOf(wanted, visitor),
        agent: agentOf(visitor.agent),
      };
      const key = Object.values(count).join(' ');
      const known = waiting.get(key);
      if (known !== undefined) known.visits += 1;
      else if (waiting.size < mostKept) waiting.set(key, { ...count, visits: 1 });
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },

    /** Writes what waits; the last to be called before the database is closed. */
    flush,

    list: (deliveryIds: readonly string[]) => listVisits(readDatabase, deliveryIds),
  };
}

function kindOf(wanted: VisitKind, { method, purpose }: Visitor): VisitKind {
  if (/prefetch|prerender/.test(purpose)) return 'prefetch';
  return method === 'HEAD' ? 'headers' : wanted;
}

const programs =
  /bot|crawl|spider|scan|preview|slurp|curl|wget|python|java\/|go-http|axios|headless|okhttp|libwww|monitor/i;

/** As coarse as can be: what calls itself a browser, what calls itself a program, what says nothing. */
export function agentOf(name: string): 'browser' | 'program' | 'silent' {
  if (name.trim() === '') return 'silent';
  return name.startsWith('Mozilla/') && !programs.test(name) ? 'browser' : 'program';
}
