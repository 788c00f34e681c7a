import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { insertDecision } from './attempts-store.ts';
import type { Campaign } from './campaigns-store.ts';
import { listDeliveries } from './deliveries-store.ts';
import { markMovedTogether } from './delivery-moves-store.ts';
import type { Delivery } from './delivery.ts';
import type { Planning } from './planning.ts';
import type { Actor } from './ports.ts';
import { standingOf } from './standing.ts';

/**
 * What failed is tried again because a person asks: a deferred mail is due at once; an unreachable office is
 * written to at a contact that the directory has gained since, or else again at those that were refused,
 * which is safe: a refusal says that nothing was delivered.
 */
export function createRetrying(deps: { journal: Journal; clock: Clock; planning: Planning }) {
  const { journal, clock, planning } = deps;

  async function retryOffice(
    transaction: Knex.Transaction,
    campaign: Campaign,
    actor: Actor,
    deliveries: readonly Delivery[],
    officeId: string,
  ): Promise<boolean> {
    const at = instantOf(clock);
    const step = { campaignId: campaign.id, at };
    const deferred = deliveries.filter(({ state }) => state === 'deferred');
    const hastened = await markMovedTogether(
      transaction,
      { ...step, from: ['deferred'], to: 'deferred', set: { dueAt: at } },
      deferred,
    );
    const first = deliveries.filter(({ step }) => step === 0);
    const standing = standingOf({ excluded: false, states: first.map(({ state }) => state) });
    if (standing !== 'unreachable') return hastened.size > 0;
    if (await planning.planNextContact(transaction, campaign, { officeId, afterRank: -1 }, actor.id))
      return true;
    // The best rank alone: should it be refused again, the next contacts have been tried already.
    const failed = first.filter(({ state }) => state === 'refused' || state === 'bounced').slice(0, 1);
    const again = await markMovedTogether(
      transaction,
      { ...step, from: ['refused', 'bounced'], to: 'pending', set: { newEpoch: true, dueAt: null } },
      failed,
    );
    for (const deliveryId of again) {
      await insertDecision(transaction, { deliveryId, kind: 'retry', decidedAt: at, decidedBy: actor.id });
      await journal.append(transaction, {
        type: 'delivery.retried',
        actor: actor.id,
        subject: `instruction:${campaign.instructionId}`,
        data: { campaign: campaign.id, delivery: deliveryId, office: officeId },
      });
    }
    return again.size > 0;
  }

  const mayRetry = ({ state }: Campaign) => state === 'open' || state === 'paused';

  return {
    async retry(
      transaction: Knex.Transaction,
      campaign: Campaign,
      actor: Actor,
      officeId: string,
    ): Promise<Outcome<undefined>> {
      if (!mayRetry(campaign)) return refused({ field: '', key: 'dispatch.retry.over' });
      const own = await listDeliveries(transaction, { campaignId: campaign.id, officeId });
      const started = await retryOffice(transaction, campaign, actor, own, officeId);
      return started ? accepted(undefined) : refused({ field: '', key: 'dispatch.retry.nothing-to-do' });
    },

    async retryAll(
      transaction: Knex.Transaction,
      campaign: Campaign,
      actor: Actor,
    ): Promise<Outcome<{ offices: number }>> {
      if (!mayRetry(campaign)) return refused({ field: '', key: 'dispatch.retry.over' });
      const all = await listDeliveries(transaction, { campaignId: campaign.id });
      let offices = 0;
      for (const [officeId, own] of Map.groupBy(all, (delivery) => delivery.officeId)) {
        if (await retryOffice(transaction, campaign, actor, own, officeId)) offices += 1;
      }
      return offices > 0
        ? accepted({ offices })
        : refused({ field: '', key: 'dispatch.retry.nothing-to-do-anywhere' });
    },
  };
}
