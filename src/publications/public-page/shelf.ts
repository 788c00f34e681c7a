import type { Knex } from 'knex';
import { listPublications } from '../publications-store.ts';
import { isStanding, subjectKinds, type Publication } from '../publication.ts';
import type { Designations } from './designations.ts';
import { latestOf, type Listing } from './listing.ts';
import { getFeed, listListings } from './listings-store.ts';
import type { PublicFacts, PublicSources } from './source.ts';

/** A text as everyone sees it in the list. */
export interface ShelfEntry extends PublicFacts {
  listing: Listing;
  /** Where else people recorded that it is published. */
  elsewhere: Publication[];
  /** When anything of it last changed here (ISO 8601). */
  updatedAt: string;
}

/** What everyone reads: the texts that were put on the public page, and when it last changed. */
export function createShelf(deps: {
  readDatabase: Knex;
  sources: PublicSources;
  designations: Pick<Designations, 'standing'>;
}) {
  const { readDatabase, sources } = deps;

  /** The latest year first, then the latest signature; the activity reports after the texts. */
  async function listEntries(): Promise<ShelfEntry[]> {
    const listings = await listListings(readDatabase);
    const entries: ShelfEntry[] = [];
    for (const kind of subjectKinds) {
      const own = new Map(
        listings.filter(({ subject }) => subject.kind === kind).map((each) => [each.subject.id, each]),
      );
      if (own.size === 0) continue;
      const facts = (await sources[kind]?.list([...own.keys()])) ?? [];
      const records = await listPublications(readDatabase, { kind });
      for (const each of facts) {
        const listing = own.get(each.id);
        if (listing === undefined) continue;
        const elsewhere = records.filter(
          (record) => record.subject.id === each.id && record.kind === 'published' && isStanding(record),
        );
        entries.push({ ...each, listing, elsewhere, updatedAt: updatedAtOf(listing, each, elsewhere) });
      }
    }
    return entries.toSorted(byYearThenDay);
  }

  return {
    listEntries,

    /** All that the page tells, and when any of it last changed (ISO 8601). */
    async read() {
      const entries = await listEntries();
      const { feedId, since } = await getFeed(readDatabase);
      const designation = await deps.designations.standing();
      const { changedAt, standing } = designation;
      const updatedAt = latestOf([since, changedAt, ...entries.map((entry) => entry.updatedAt)]);
      return { entries, feedId, designation: standing, updatedAt };
    },

    /** The text at an address, taken away or not; undefined when the address was never given. */
    async find(slug: string): Promise<ShelfEntry | undefined> {
      return (await listEntries()).find(({ listing }) => listing.slug === slug);
    },
  };
}

export type Shelf = ReturnType<typeof createShelf>;

/** An effect of a day counts from its day on: what a rectificatif replaced may be known by another's line. */
function updatedAtOf(
  { listedAt, withdrawn }: Listing,
  { effects, changedAt }: PublicFacts,
  elsewhere: readonly Publication[],
): string {
  const days = effects.map(({ on }) => `${on}T00:00:00.000Z`);
  const recorded = elsewhere.map(({ recordedAt }) => recordedAt);
  return latestOf([listedAt, withdrawn?.at, changedAt, ...days, ...recorded]);
}

function byYearThenDay(one: ShelfEntry, other: ShelfEntry): number {
  const report = (entry: ShelfEntry) => Number(entry.listing.subject.kind === 'activity-report');
  return (
    (other.year ?? 0) - (one.year ?? 0) ||
    report(one) - report(other) ||
    (other.signedOn ?? '').localeCompare(one.signedOn ?? '') ||
    one.listing.slug.localeCompare(other.listing.slug)
  );
}
