import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { insertDecision } from './attempts-store.ts';
import { findCampaign, markCampaignChanged, markCampaignState, type Campaign } from './campaigns-store.ts';
import { findDelivery, listDeliveries } from './deliveries-store.ts';
import { markMoved, markQueueTakenBack } from './delivery-moves-store.ts';
import { standingOf } from './standing.ts';
import type { Planning } from './planning.ts';
import type { Actor } from './ports.ts';

/** What a person may do to a campaign under way. Each refusal is a value whose sentence says why. */
export function createSteering(deps: { database: Knex; journal: Journal; clock: Clock; planning: Planning }) {
  const { database, journal, clock, planning } = deps;

  function act<T>(
    actor: Actor,
    campaignId: string,
    step: (transaction: Knex.Transaction, campaign: Campaign) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    return database.transaction(async (transaction): Promise<Outcome<T>> => {
      const campaign = await findCampaign(transaction, { id: campaignId });
      if (campaign === undefined) return refused(fault('dispatch.campaign.unknown'));
      if (!actor.roles.includes('dispatcher')) return refused(fault('dispatch.role.dispatcher-only'));
      return step(transaction, campaign);
    });
  }

  return {
    /** Nothing more leaves, except a mail whose last word was said. */
    pause: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const move = { from: 'open', to: 'paused', pauseCause: 'person' } as const;
        if (!(await markCampaignState(transaction, campaignId, move)))
          return refused(fault('dispatch.pause.not-open'));
        await markQueueTakenBack(transaction, campaignId, instantOf(clock));
        await journal.append(transaction, {
          type: 'campaign.paused',
          actor: actor.id,
          subject: `instruction:${campaign.instructionId}`,
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
          type: 'campaign.resumed',
          actor: actor.id,
          subject: `instruction:${campaign.instructionId}`,
          data: { campaign: campaignId },
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
          type: 'delivery.resent',
          actor: actor.id,
          subject: `instruction:${campaign.instructionId}`,
          data: { campaign: campaign.id, delivery: deliveryId, office: delivery.officeId },
        });
        return accepted(undefined);
      });
    },

    /**
     * Deferred mails of the office are due at once. An unreachable office is written to at a contact that
     * the directory has gained since.
     */
    retry: (actor: Actor, campaignId: string, officeId: string) =>
      act(actor, campaignId, async (transaction, campaign): Promise<Outcome<undefined>> => {
        const deliveries = await listDeliveries(transaction, { campaignId, officeId });
        const at = instantOf(clock);
        let started = false;
        for (const { id, epoch, state } of deliveries) {
          if (state !== 'deferred') continue;
          started =
            (await markMoved(transaction, {
              id,
              campaignId,
              epoch,
              from: ['deferred'],
              to: 'deferred',
              at,
              set: { dueAt: at },
            })) || started;
        }
        const standing = standingOf({ excluded: false, states: deliveries.map(({ state }) => state) });
        if (standing === 'unreachable') {
          started = await planning.planNextContact(
            transaction,
            campaign,
            { officeId, afterRank: -1 },
            actor.id,
          );
        }
        return started ? accepted(undefined) : refused(fault('dispatch.retry.nothing-to-do'));
      }),
  };
}

function fault(key: string): FieldError {
  return { field: '', key };
}
