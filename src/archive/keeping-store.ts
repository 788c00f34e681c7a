import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** Something whose end must not come unseen. */
export interface End {
  /** The signatory's certificate, the seal's, the timestamp authority's, or a kept document's proof. */
  kind: 'signature' | 'seal' | 'timestamps' | 'document';
  /** A certificate's hash, or a signed version's id. */
  subject: string;
  /** The name in the certificate; of a document, nothing. */
  name: string;
  endsAt: string;
  seenAt: string;
}

/** A renewal that does not succeed, since when, and why (key of a sentence). */
export interface RenewalFault {
  signedVersionId: string;
  reason: string;
  attempts: number;
  since: string;
  triedAt: string;
}

const endColumns = {
  kind: 'kind',
  subject: 'subject',
  name: 'name',
  endsAt: 'ends_at',
  seenAt: 'seen_at',
};

const faultColumns = {
  signedVersionId: 'signed_version_id',
  reason: 'reason',
  attempts: 'attempts',
  since: 'since',
  triedAt: 'tried_at',
};

/** The ends that were last seen, the nearest first. */
export async function listEnds(database: Database): Promise<End[]> {
  return database('kept_ends').orderBy(['ends_at', 'kind', 'subject']).select<End[]>(endColumns);
}

/** Puts these ends in place of those of the same kinds. */
export async function replaceEnds(
  trx: Knex.Transaction,
  kinds: readonly End['kind'][],
  ends: readonly End[],
): Promise<void> {
  for (const kind of kinds) {
    const subjects = ends.filter((end) => end.kind === kind).map(({ subject }) => subject);
    await trx('kept_ends').where({ kind }).whereNotIn('subject', subjects).del();
  }
  for (const { kind, subject, name, endsAt, seenAt } of ends) {
    // Two workers may see the same thing at once.
    await trx('kept_ends')
      .insert({ kind, subject, name, ends_at: endsAt, seen_at: seenAt })
      .onConflict(['kind', 'subject'])
      .merge();
  }
}

/** Notes that an alarm of an end is announced; false when it was already. */
export async function insertAnnounced(
  trx: Knex.Transaction,
  end: Pick<End, 'kind' | 'subject' | 'endsAt'>,
  { alarm, at }: { alarm: string; at: string },
): Promise<boolean> {
  const rows: unknown[] = await trx('announced_ends')
    .insert({
      ...{ kind: end.kind, subject: end.subject, ends_at: end.endsAt },
      ...{ alarm, announced_at: at },
    })
    .onConflict()
    .ignore()
    .returning('subject');
  return rows.length > 0;
}

export async function listFaults(database: Database): Promise<RenewalFault[]> {
  return database('renewal_faults').orderBy('since').select<RenewalFault[]>(faultColumns);
}

/** Notes a failed attempt; true when it is the first of a row. */
export async function markFault(
  trx: Knex.Transaction,
  fault: { signedVersionId: string; reason: string; at: string },
): Promise<boolean> {
  const { signedVersionId, reason, at } = fault;
  const id = { signed_version_id: signedVersionId };
  const again = await trx('renewal_faults')
    .where(id)
    .update({ reason, tried_at: at })
    .increment('attempts', 1);
  if (again > 0) return false;
  await trx('renewal_faults').insert({ ...id, reason, attempts: 1, since: at, tried_at: at });
  return true;
}

export async function removeFault(database: Database, signedVersionId: string): Promise<void> {
  await database('renewal_faults').where({ signed_version_id: signedVersionId }).del();
}
