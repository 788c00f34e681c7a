import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import { markCampaignChanged, type Campaign } from './campaigns-store.ts';
import { findDelivery } from './deliveries-store.ts';
import type { Delivery, DeliveryState } from './delivery.ts';
import { markMoved } from './delivery-moves-store.ts';
import type { Planning } from './planning.ts';
import { hasAcknowledged } from './reminding/silence.ts';

/** What a message that came back says of a mail: `relayed` went on to a server that sends no notices. */
export const noticeKinds = [
  ...(['failure', 'delay', 'success', 'relayed'] as const),
  ...(['read-receipt', 'auto-reply', 'reply'] as const),
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface Notice {
  deliveryId: string;
  kind: NoticeKind;
  /** The message that says so, as the journal names it. */
  messageId: string;
}

/** What became of the delivery; `nobody-left`: its office has no further contact, a person must act. */
export interface NoticeEffect {
  to: 'accepted' | 'delivered' | 'bounced';
  next?: 'next-contact' | 'nobody-left';
}

/**
 * Where each kind leads, and from where. An answer settles what is unknown and says nothing of the rest; a
 * failure after a success comes from further on, such as a mailbox that the office forwards to; a success
 * after a failure is the better news. `ending`: the notice was quicker than the answer of the server.
 */
const moves: Record<NoticeKind, { to: NoticeEffect['to']; from: readonly DeliveryState[] }> = {
  failure: { to: 'bounced', from: ['ending', 'unknown', 'accepted'] },
  success: {
    to: 'delivered',
    from: ['ending', 'unknown', 'accepted', 'bounced', 'pending', 'queued', 'deferred'],
  },
  delay: { to: 'accepted', from: ['unknown'] },
  relayed: { to: 'accepted', from: ['unknown'] },
  'read-receipt': { to: 'delivered', from: ['unknown'] },
  'auto-reply': { to: 'delivered', from: ['unknown'] },
  reply: { to: 'delivered', from: ['unknown'] },
};

/** Moves deliveries as notices tell. The same notice twice moves once: it finds the delivery moved. */
export function createNotices(deps: { journal: Journal; clock: Clock; planning: Planning }) {
  const { journal, clock, planning } = deps;

  async function follow(
    transaction: Knex.Transaction,
    campaign: Campaign,
    { officeId, rank, step }: Delivery,
  ): Promise<NoticeEffect['next']> {
    if (campaign.state === 'closed' || campaign.state === 'cancelled') return undefined;
    const from = { officeId, afterRank: rank, step };
    return (await planning.planNextContact(transaction, campaign, from, 'system'))
      ? 'next-contact'
      : 'nobody-left';
  }

  return {
    /** In the transaction that keeps the message. Undefined when the delivery does not move. */
    async apply(transaction: Knex.Transaction, notice: Notice): Promise<NoticeEffect | undefined> {
      const seen = await findDelivery(transaction, { id: notice.deliveryId });
      // The campaign's row first: its pages learn of the message even when nothing moves.
      const campaign = seen && (await markCampaignChanged(transaction, seen.campaignId));
      const delivery = seen && (await findDelivery(transaction, { id: seen.id }));
      if (campaign === undefined || delivery === undefined) return undefined;
      const { to, from: anyOf } = moves[notice.kind];
      // Whoever acknowledged was reached: a failure that comes afterwards is from further on.
      const reached = to === 'bounced' && (await hasAcknowledged(transaction, delivery));
      const from = reached ? anyOf.filter((state) => state !== 'accepted') : anyOf;
      // Of a mail that never left, nothing can come back.
      const waits = ['pending', 'queued'].includes(delivery.state);
      // The answer that it overtook will find nothing to move: its attempt is counted here.
      const set = { dueAt: null, ...(delivery.state === 'ending' ? { attempt: true as const } : {}) };
      const step = { campaignId: campaign.id, from, to, at: instantOf(clock), set };
      const moved =
        !(waits && delivery.attempts === 0) &&
        (await markMoved(transaction, { ...step, id: delivery.id, epoch: delivery.epoch }));
      if (!moved) return undefined;
      await journal.append(transaction, lineOf(campaign, delivery, to, notice.messageId));
      if (to !== 'bounced' || reached) return { to };
      const next = await follow(transaction, campaign, delivery);
      return next === undefined ? { to } : { to, next };
    },
  };
}

function lineOf(
  campaign: Campaign,
  delivery: Delivery,
  to: NoticeEffect['to'],
  message: string,
): JournalEvent {
  const by = { actor: 'system', subject: `instruction:${campaign.instructionId}` };
  const data = { campaign: campaign.id, delivery: delivery.id, office: delivery.officeId };
  if (to === 'delivered')
    return { ...by, type: 'delivery.delivered', data: { ...data, cause: `notice:${message}` } };
  return {
    ...by,
    type: to === 'bounced' ? 'delivery.bounced' : 'delivery.taken',
    data: { ...data, message },
  };
}
