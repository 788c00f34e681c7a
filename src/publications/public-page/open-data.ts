import type { Designation } from './designations.ts';
import type { ShelfEntry } from './shelf.ts';
import { parisDay } from './words.ts';

/** The public page as data: each key is told on the page itself (`public-page.field.…`). */
export function openDataOf({
  entries,
  designation,
  updatedAt,
  url,
}: {
  entries: readonly ShelfEntry[];
  designation: Designation | undefined;
  updatedAt: string;
  url: string;
}) {
  return {
    updatedAt,
    url: `${url}/circulaires`,
    feed: `${url}/circulaires.atom`,
    designation:
      designation === undefined
        ? null
        : { reference: designation.reference, datedOn: designation.datedOn, url: designation.url },
    texts: entries.map(
      ({ listing, title, year, part, signedOn, effects, elsewhere, updatedAt: changedAt }) => {
        const page = `${url}/circulaires/${listing.slug}`;
        const { withdrawn, sha256, bytes, subject, listedAt } = listing;
        return {
          id: `urn:uuid:${listing.addressId}`,
          url: page,
          kind: subject.kind,
          ...{ part: part ?? null, title, year: year ?? null, signedOn: signedOn ?? null },
          publishedOn: parisDay(listedAt),
          updatedAt: changedAt,
          withdrawnOn: withdrawn === undefined ? null : parisDay(withdrawn.at),
          pdf: withdrawn === undefined ? { url: `${page}.pdf`, bytes, sha256 } : null,
          effects: effects.map(({ relation, title: by, on }) => ({ relation, title: by, on })),
          elsewhere: elsewhere.map(({ site, url: at, publishedOn }) => ({ site, url: at, publishedOn })),
        };
      },
    ),
  };
}
