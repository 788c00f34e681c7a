import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { insertDecision } from './attempts-store.ts';
import { findCampaign, markCampaignChanged, markCampaignState, type Campaign } from './campaigns-store.ts';
import { findDelivery } from './deliveries-store.ts';
import { markAllMoved, markMoved } from './delivery-moves-store.ts';
import type { Planning } from './planning.ts';
import type { Actor } from './ports.ts';
import { createRetrying } from './retrying.ts';

/** What a person may do to a campaign under way. Each refusal is a value whose sentence says why. */
export function createSteering(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  planning: Planning;
  /** Called once what was decided is committed: something may be due. */
  wake?: () => void;
}) {
  const { database, journal, clock, wake = () => undefined } = deps;
  const retrying = createRetrying(deps);

  async function act<T>(
    actor: Actor,
    campaignId: string,
    step: (transaction: Knex.Transaction, campaign: Campaign) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const outcome = await database.transaction(async (transaction): Promise<Outcome<T>> => {
      const campaign = await findCampaign(transaction, { id: campaignId });
      if (campaign === undefined) return refused(fault('dispatch.campaign.unknown'));
      if (!actor.roles.includes('dispatcher')) return refused(fault('dispatch.role.dispatcher-only'));
      return step(transaction, campaign);
    });
    if (outcome.ok) wake();
    return outcome;
  }

  const by = (actor: Actor, { instructionId }: Campaign) => ({
    actor: actor.id,
    subject: `instruction:${instructionId}`,
  });

  return {
    /** Nothing more leaves, except a mail whose last word was said. */
    pause: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const move = { from: 'open', to: 'paused', pauseCause: 'person' } as const;
        if (!(await markCampaignState(transaction, campaignId, move)))
          return refused(fault('dispatch.pause.not-open'));
        await markAllMoved(transaction, campaignId, {
          from: ['queued'],
          to: 'pending',
          at: instantOf(clock),
        });
        await journal.append(transaction, {
          ...by(actor, campaign),
          type: 'campaign.paused',
          data: { campaign: campaignId, cause: 'person' },
        });
        return accepted(undefined);
      }),

    /** What waits is sent again from the next relay on. */
    resume: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const resumed = await markCampaignState(transaction, campaignId, { from: 'paused', to: 'open' });
        if (!resumed) return refused(fault('dispatch.resume.not-paused'));
        await markCampaignChanged(transaction, campaignId);
        await journal.append(transaction, {
          ...by(actor, campaign),
          type: 'campaign.resumed',
          data: { campaign: campaignId },
        });
        return accepted(undefined);
      }),

    /**
     * What has not left never leaves, and this is not undone. A mail whose last word was said may still
     * arrive: its answer is awaited and written down. What did leave can still be acknowledged.
     */
    cancel: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const { state } = campaign;
        const may = state === 'open' || state === 'paused';
        if (!may || !(await markCampaignState(transaction, campaignId, { from: state, to: 'cancelled' })))
          return refused(fault('dispatch.cancel.over'));
        const deliveries = await markAllMoved(transaction, campaignId, {
          from: ['pending', 'queued', 'sending', 'deferred'],
          to: 'cancelled',
          at: instantOf(clock),
        });
        await journal.append(transaction, {
          ...by(actor, campaign),
          type: 'campaign.cancelled',
          data: { campaign: campaignId, deliveries },
        });
        return accepted(undefined);
      }),

    /**
     * Sends again, same Message-ID, a mail that may have arrived: an office may then hold it twice, so a
     * person decides and the ledger and the journal keep who did.
     */
    async resend(actor: Actor, deliveryId: string): Promise<Outcome<undefined>> {
      const delivery = await findDelivery(database, { id: deliveryId });
      if (delivery === undefined) return refused(fault('dispatch.campaign.unknown'));
      return act(actor, delivery.campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const at = instantOf(clock);
        if (campaign.state === 'cancelled' || campaign.state === 'closed')
          return refused(fault('dispatch.resend.over'));
        const current = await findDelivery(transaction, { id: deliveryId });
        const moved = await markMoved(transaction, {
          id: deliveryId,
          campaignId: campaign.id,
          epoch: current?.epoch ?? -1,
          from: ['unknown'],
          to: 'pending',
          at,
          set: { newEpoch: true },
        });
        if (!moved) return refused(fault('dispatch.resend.not-unknown'));
        await insertDecision(transaction, { deliveryId, kind: 'resend', decidedAt: at, decidedBy: actor.id });
        await journal.append(transaction, {
          ...by(actor, campaign),
          type: 'delivery.resent',
          data: { campaign: campaign.id, delivery: deliveryId, office: delivery.officeId },
        });
        return accepted(undefined);
      });
    },

    /** Tries the office again: see retrying.ts. */
    retry: (actor: Actor, campaignId: string, officeId: string) =>
      act(actor, campaignId, (transaction, campaign) =>
        retrying.retry(transaction, campaign, actor, officeId),
      ),

    /** Tries every office again that is unreachable or deferred. Gives how many. */
    retryAll: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, (transaction, campaign) => retrying.retryAll(transaction, campaign, actor)),
  };
}

function fault(key: string): FieldError {
  return { field: '', key };
}
