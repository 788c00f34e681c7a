import type { Knex } from 'knex';
import type { SubjectKind } from '../publication.ts';
import { insertWords, type KeptWords } from '../publications-store.ts';
import type { Listing } from './listing.ts';

type Database = Knex | Knex.Transaction;

interface Row extends Omit<Listing, 'subject' | 'withdrawn'> {
  subjectKind: SubjectKind;
  subjectId: string;
  withdrawnAt: string | null;
  withdrawnBy: string | null;
  reason: string | null;
}

/** What stands at each address, or stood there last; one of them by its address or by its text. */
export async function listListings(
  database: Database,
  of: { slug?: string; subjectId?: string } = {},
): Promise<Listing[]> {
  const select = database('public_listings as l')
    .join('public_addresses as a', 'a.slug', 'l.slug')
    .leftJoin('public_withdrawals as t', 't.listing_id', 'l.id')
    .leftJoin('publication_words as w', 'w.of', database.raw(`l.id || ':withdrawn'`))
    .orderBy(['l.listed_at', 'l.id'])
    .select({
      ...{ id: 'l.id', addressId: 'a.id', slug: 'a.slug', sha256: 'l.sha256', bytes: 'l.bytes' },
      ...{ subjectKind: 'a.subject_kind', subjectId: 'a.subject_id' },
      ...{ listedAt: 'l.listed_at', listedBy: 'l.listed_by' },
      ...{ withdrawnAt: 't.withdrawn_at', withdrawnBy: 't.withdrawn_by', reason: 'w.words' },
    });
  if (of.slug !== undefined) select.where({ 'a.slug': of.slug });
  if (of.subjectId !== undefined) select.where({ 'a.subject_id': of.subjectId });
  const last = new Map(((await select) as Row[]).map((row) => [row.slug, fromRow(row)]));
  return [...last.values()];
}

function fromRow({ subjectKind, subjectId, withdrawnAt, withdrawnBy, reason, ...row }: Row): Listing {
  return {
    ...row,
    subject: { kind: subjectKind, id: subjectId },
    withdrawn:
      withdrawnAt === null || withdrawnBy === null ? undefined : { at: withdrawnAt, by: withdrawnBy, reason },
  };
}

/** Every address that was ever given, and the text that has it. */
export async function listAddresses(
  database: Database,
): Promise<{ slug: string; subjectKind: SubjectKind; subjectId: string }[]> {
  return database('public_addresses').select({
    ...{ slug: 'slug', subjectKind: 'subject_kind', subjectId: 'subject_id' },
  });
}

export async function insertAddress(
  trx: Knex.Transaction,
  { id, slug, subject, at }: { id: string; slug: string; subject: Listing['subject']; at: string },
): Promise<void> {
  await trx('public_addresses').insert({
    ...{ id, slug, subject_kind: subject.kind, subject_id: subject.id, given_at: at },
  });
}

export async function insertListing(
  trx: Knex.Transaction,
  listing: Pick<Listing, 'id' | 'slug' | 'sha256' | 'bytes' | 'listedAt' | 'listedBy'> & {
    wordsHash: string;
  },
  words: KeptWords,
): Promise<void> {
  await trx('public_listings').insert({
    ...{ id: listing.id, slug: listing.slug, sha256: listing.sha256, bytes: listing.bytes },
    ...{ words_hash: listing.wordsHash, listed_at: listing.listedAt, listed_by: listing.listedBy },
  });
  await insertWords(trx, listing.id, words);
}

export async function insertPublicWithdrawal(
  trx: Knex.Transaction,
  withdrawal: { listingId: string; at: string; by: string; wordsHash: string },
  words: KeptWords,
): Promise<void> {
  await trx('public_withdrawals').insert({
    ...{ listing_id: withdrawal.listingId, words_hash: withdrawal.wordsHash },
    ...{ withdrawn_at: withdrawal.at, withdrawn_by: withdrawal.by },
  });
  await insertWords(trx, `${withdrawal.listingId}:withdrawn`, words);
}

/** The feed's identity, and since when there is one. */
export async function getFeed(database: Database): Promise<{ feedId: string; since: string }> {
  const feed = await database('public_feed')
    .where({ id: 1 })
    .first<{ feedId: string; since: string } | undefined>({ feedId: 'feed_id', since: 'since' });
  if (feed === undefined) throw new Error('the migration makes the feed');
  return feed;
}
