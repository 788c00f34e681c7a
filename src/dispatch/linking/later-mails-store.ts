import type { Knex } from 'knex';
import { findAddress } from '../deliveries-store.ts';

type Database = Knex | Knex.Transaction;

export type LaterMailState = 'pending' | 'sending' | 'ending' | 'accepted' | 'refused' | 'unknown';

/** A mail beside the ledger, to the address of one of its mails. Its words are written when it leaves. */
export interface LaterMail {
  id: string;
  /** `<id@domain>`: the same at every attempt. */
  headerId: string;
  deliveryId: string;
  campaignId: string;
  officeId: string;
  /** A receipt is of an acknowledgement; a new link is of a generation. */
  about: { kind: 'receipt'; acknowledgementId: string } | { kind: 'new-link'; generation: number };
  state: LaterMailState;
  attempts: number;
  changedAt: string;
}

/** Nothing is written when it was planned before: each is mailed once. */
export async function insertLaterMail(
  transaction: Knex.Transaction,
  mail: Pick<LaterMail, 'id' | 'headerId' | 'deliveryId' | 'about'> & { at: string },
): Promise<void> {
  const { about } = mail;
  await transaction('later_mails')
    .insert({
      id: mail.id,
      kind: about.kind,
      delivery_id: mail.deliveryId,
      acknowledgement_id: about.kind === 'receipt' ? about.acknowledgementId : null,
      generation: about.kind === 'new-link' ? about.generation : null,
      header_id: mail.headerId,
      state: 'pending',
      attempts: 0,
      due_at: mail.at,
      changed_at: mail.at,
    })
    .onConflict()
    .ignore();
}

/** Those due, or those that have stood in a state since `before`; or those of some deliveries. */
export async function listLaterMails(
  database: Database,
  where: { state: LaterMailState; before: string } | { deliveryIds: readonly string[] },
): Promise<LaterMail[]> {
  const select = database('later_mails as m')
    .join('deliveries as d', 'd.id', 'm.delivery_id')
    .orderBy(['m.changed_at', 'm.id'])
    .select('m.*', 'd.campaign_id', 'd.office_id');
  if ('deliveryIds' in where) select.whereIn('m.delivery_id', [...where.deliveryIds]);
  else
    select
      .where({ 'm.state': where.state })
      .where(where.state === 'pending' ? 'm.due_at' : 'm.changed_at', '<=', where.before)
      .limit(50);
  return (await select).map((row) => ({
    id: row.id,
    headerId: row.header_id,
    deliveryId: row.delivery_id,
    campaignId: row.campaign_id,
    officeId: row.office_id,
    about:
      row.kind === 'receipt'
        ? { kind: 'receipt', acknowledgementId: row.acknowledgement_id }
        : { kind: 'new-link', generation: row.generation },
    state: row.state,
    attempts: row.attempts,
    changedAt: row.changed_at,
  }));
}

/** To whom it goes; undefined once the address was erased. */
export const findLaterAddress = (database: Database, mail: LaterMail) =>
  findAddress(database, mail.deliveryId);

/**
 * Moves it from one of the states expected, while it is at the attempt that is held; tells whether it was
 * there to move. A worker that was taken for gone can do nothing any more: its attempt was counted.
 */
export async function markLaterMail(
  database: Database,
  { id, attempts }: Pick<LaterMail, 'id' | 'attempts'>,
  move: {
    from: LaterMailState[];
    to: LaterMailState;
    at: string;
    dueAt?: string;
    ended?: true;
    reply?: string;
  },
): Promise<boolean> {
  const moved = await database('later_mails')
    .where({ id, attempts })
    .whereIn('state', move.from)
    .update({
      state: move.to,
      changed_at: move.at,
      due_at: move.dueAt ?? null,
      attempts: move.ended === true ? attempts + 1 : attempts,
    });
  if (moved === 1 && move.reply !== undefined)
    await database('later_mail_replies')
      .insert({ mail_id: id, reply: move.reply })
      .onConflict('mail_id')
      .merge();
  return moved === 1;
}
