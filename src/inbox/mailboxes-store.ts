import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

export interface MailboxState {
  mailbox: string;
  checkedAt: string | undefined;
  fault: { key: string; words: string; since: string } | undefined;
  stuck: { uid: string; tries: number } | undefined;
}

/** Takes the mailbox for this process until `until`, if nobody holds it; the holder may take it again. */
export async function markLeased(
  database: Database,
  lease: { mailbox: string; owner: string; now: string; until: string },
): Promise<boolean> {
  const { mailbox, owner, now, until } = lease;
  await database('inbox_mailboxes').insert({ mailbox }).onConflict('mailbox').ignore();
  const taken = await database('inbox_mailboxes')
    .where({ mailbox })
    .where((free) =>
      free.whereNull('lease_until').orWhere('lease_until', '<', now).orWhere({ lease_owner: owner }),
    )
    .update({ lease_owner: owner, lease_until: until });
  return taken === 1;
}

export async function markReleased(
  database: Database,
  lease: { mailbox: string; owner: string },
): Promise<void> {
  await database('inbox_mailboxes')
    .where({ mailbox: lease.mailbox, lease_owner: lease.owner })
    .update({ lease_owner: null, lease_until: null });
}

/** A round that read everything there was: whatever was wrong is over. */
export async function markChecked(database: Database, mailbox: string, at: string): Promise<void> {
  await database('inbox_mailboxes').where({ mailbox }).update({
    checked_at: at,
    fault_key: null,
    fault_words: null,
    fault_since: null,
    stuck_uid: null,
    stuck_tries: 0,
  });
}

/** What stands in the way; it keeps the date at which it began. */
export async function markFault(
  database: Database,
  mailbox: string,
  fault: { key: string; words: string; at: string },
): Promise<void> {
  await database('inbox_mailboxes')
    .where({ mailbox })
    .update({
      fault_key: fault.key,
      fault_words: fault.words,
      fault_since: database.raw('COALESCE(fault_since, ?)', [fault.at]),
    });
}

/** Counts the rounds that failed on one message. */
export async function markStuck(database: Database, mailbox: string, uid: string): Promise<void> {
  await database('inbox_mailboxes')
    .where({ mailbox })
    .update({
      stuck_tries: database.raw('CASE WHEN stuck_uid = ? THEN stuck_tries + 1 ELSE 1 END', [uid]),
      stuck_uid: uid,
    });
}

export async function findMailbox(database: Database, mailbox: string): Promise<MailboxState | undefined> {
  const row = await database('inbox_mailboxes').where({ mailbox }).first();
  return (
    row && {
      mailbox: row.mailbox,
      checkedAt: row.checked_at ?? undefined,
      fault:
        row.fault_key === null
          ? undefined
          : { key: row.fault_key, words: row.fault_words ?? '', since: row.fault_since },
      stuck: row.stuck_uid === null ? undefined : { uid: row.stuck_uid, tries: row.stuck_tries },
    }
  );
}
