import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createDesignations } from './designations.ts';
import { createInstructionSource, type InstructionsOfPage } from './instruction-source.ts';
import { createListings } from './listings.ts';
import { createPastSource, type PastCircularsPort } from './past-source.ts';
import { createReports } from './reports.ts';
import { createShelf } from './shelf.ts';
import type { PublicSources } from './source.ts';

export interface PublicPageDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsOfPage;
  /** Absent where circulars from before Estafette are not kept. */
  pastCirculars?: PastCircularsPort;
  /** Whether a PDF can be opened by whoever receives it. */
  readable(bytes: Uint8Array): Promise<boolean>;
  /** Where the site is, without a last stroke: what a feed and its entries are told from. */
  publicUrl(): string;
}

export type PublicPage = ReturnType<typeof createPublicPage>;

/** What everyone may read: texts that a person put there, at addresses that they keep for ever. */
export function createPublicPage(deps: PublicPageDeps) {
  const designations = createDesignations(deps);
  const reports = createReports(deps);
  const sources: PublicSources = {
    instruction: createInstructionSource(deps),
    ...(deps.pastCirculars && { 'past-circular': createPastSource(deps.pastCirculars) }),
    'activity-report': reports.source,
  };
  return {
    ...createListings({ ...deps, sources }),
    ...createShelf({ ...deps, sources, designations }),
    designations,
    reports,
    sources,

    /** Whether an address is of this site while no text designates it: nothing is published there, in law. */
    async isOwnUndesignated(url: string): Promise<boolean> {
      const own = URL.parse(deps.publicUrl())?.host;
      return URL.parse(url)?.host === own && (await designations.standing()).standing === undefined;
    },

    publicUrl: () => deps.publicUrl().replace(/\/$/, ''),
  };
}
