import type { Knex } from 'knex';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { findCampaign, listFrozenOffices, markCampaignState } from './campaigns-store.ts';
import { listDeliveries } from './deliveries-store.ts';
import type { Actor, InstructionsPort } from './ports.ts';
import { closeEquation } from './standing.ts';

/**
 * The end of a campaign, and of its instruction: nothing is sent any more, links still open and offices
 * may still acknowledge. Refused while a mail is under way. What was never reached stays shown as such.
 */
export function createClosing(deps: { database: Knex; journal: Journal; instructions: InstructionsPort }) {
  const { database, journal, instructions } = deps;
  return (actor: Actor, campaignId: string): Promise<Outcome<undefined>> =>
    database.transaction(async (transaction): Promise<Outcome<undefined>> => {
      const campaign = await findCampaign(transaction, { id: campaignId });
      if (campaign === undefined) return refused({ field: '', key: 'dispatch.campaign.unknown' });
      if (!actor.roles.includes('dispatcher'))
        return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
      const offices = await listFrozenOffices(transaction, campaignId);
      const frozen = offices.map(({ officeId, excludedReason }) => ({
        officeId,
        excluded: excludedReason !== undefined,
      }));
      const deliveries = await listDeliveries(transaction, { campaignId });
      const equation = closeEquation(campaign.frozenOffices, frozen, deliveries);
      if (equation.offices.waiting > 0) {
        return refused({
          field: '',
          key: 'dispatch.close.still-sending',
          params: { count: equation.offices.waiting },
        });
      }
      const { state } = campaign;
      if (
        state === 'closed' ||
        !(await markCampaignState(transaction, campaignId, { from: state, to: 'closed' }))
      ) {
        return refused({ field: '', key: 'dispatch.close.already' });
      }
      await journal.append(transaction, {
        type: 'campaign.closed',
        actor: actor.id,
        subject: `instruction:${campaign.instructionId}`,
        data: { campaign: campaignId },
      });
      await instructions.markClosed(transaction, campaign.instructionId, actor.id);
      return accepted(undefined);
    });
}
