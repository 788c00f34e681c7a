import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { saltedHash } from '../../kernel/hash.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../ports.ts';
import type { Subject } from '../publication.ts';
import { freeSlug, publishers, type Listing } from './listing.ts';
import { insertAddress, insertListing, insertPublicWithdrawal } from './listings-store.ts';
import { listAddresses, listListings } from './listings-store.ts';
import type { PublicSources } from './source.ts';

export interface ListingsDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  sources: PublicSources;
}

/** Throws `forbidden` when the actor may not change the public page. */
export function demandPublisher({ roles }: Actor): void {
  if (!publishers.some((role) => roles.includes(role)))
    throw new AppError('forbidden', 'the role does not publish', { messageKey: 'public-page.role-only' });
}

/** What a person puts on the public page, and takes away: nothing gets there by itself. */
export function createListings({ database, journal, clock, sources }: ListingsDeps) {
  const journalSubjectOf = ({ kind, id }: Subject) => `${kind}:${id}`;

  /** The address of a text: the one that it had, else a free one. */
  async function addressFor(trx: Knex.Transaction, subject: Subject, base: string): Promise<string> {
    const given = await listAddresses(trx);
    const own = given.find(
      ({ subjectKind, subjectId }) => subjectKind === subject.kind && subjectId === subject.id,
    );
    if (own !== undefined) return own.slug;
    const slug = freeSlug(base, new Set(given.map((address) => address.slug)));
    await insertAddress(trx, { id: newId(), slug, subject, at: instantOf(clock) });
    return slug;
  }

  return {
    /**
     * Makes a text readable by everyone, at an address that it keeps for ever; `sha256` is that of the file which
     * the person had before their eyes. Refused: what is not signed, another file, what is there already. Throws
     * `forbidden`.
     */
    async publish(
      actor: Actor,
      subject: Subject,
      { sha256, reason }: { sha256: string; reason: string },
    ): Promise<Outcome<{ slug: string }>> {
      demandPublisher(actor);
      const text = await sources[subject.kind]?.find(subject.id);
      if (text === undefined) return refused({ field: 'reason', key: 'public-page.not-signed' });
      if (text.sha256 !== sha256) return refused({ field: 'reason', key: 'public-page.other-file' });
      const [id, salt] = [newId(), newToken(16)];
      const wordsHash = saltedHash(salt, reason);
      return database.transaction(async (trx): Promise<Outcome<{ slug: string }>> => {
        const slug = await addressFor(trx, subject, text.slug);
        const [before] = await listListings(trx, { slug });
        if (before !== undefined && before.withdrawn === undefined)
          return refused({ field: 'reason', key: 'public-page.already' });
        const file = { sha256, bytes: text.bytes };
        const listed = { listedAt: instantOf(clock), listedBy: actor.id };
        await insertListing(trx, { id, slug, wordsHash, ...file, ...listed }, { words: reason, salt });
        await journal.append(trx, {
          ...{ type: 'public-page.listed', actor: actor.id, subject: journalSubjectOf(subject) },
          data: { listing: id, kind: subject.kind, of: subject.id, sha256, wordsHash },
        });
        return accepted({ slug });
      });
    },

    /**
     * Takes a text away from the public page, with a reason that everyone reads there: its address keeps
     * answering. Refused: it was taken away already. Throws `forbidden`, `not-found`.
     */
    async withdraw(
      actor: Actor,
      listingId: string,
      reason: string,
    ): Promise<Outcome<Pick<Listing, 'slug' | 'subject'>>> {
      demandPublisher(actor);
      return database.transaction(async (trx): Promise<Outcome<Pick<Listing, 'slug' | 'subject'>>> => {
        const listing = (await listListings(trx)).find(({ id }) => id === listingId);
        if (listing === undefined) throw new AppError('not-found', 'no such listing');
        if (listing.withdrawn !== undefined)
          return refused({ field: 'reason', key: 'public-page.already-withdrawn' });
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, reason);
        const { subject, sha256, slug } = listing;
        const withdrawal = { listingId, at: instantOf(clock), by: actor.id, wordsHash };
        await insertPublicWithdrawal(trx, withdrawal, { words: reason, salt });
        await journal.append(trx, {
          ...{ type: 'public-page.withdrawn', actor: actor.id, subject: journalSubjectOf(subject) },
          data: { listing: listingId, kind: subject.kind, of: subject.id, sha256, wordsHash },
        });
        return accepted({ slug, subject });
      });
    },
  };
}
