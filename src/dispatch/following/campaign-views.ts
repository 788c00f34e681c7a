import type { Knex } from 'knex';
import {
  findLastMisconfiguration,
  listAttempts,
  listDecisions,
  type Attempt,
  type Decision,
} from '../attempts-store.ts';
import { findCampaign, listFrozenOffices, type Campaign, type FrozenOffice } from '../campaigns-store.ts';
import { findAddress, listDeliveries } from '../deliveries-store.ts';
import type { Delivery } from '../delivery.ts';
import { listGenerations, type LinkGeneration } from '../linking/links-store.ts';
import { listLaterMails, type LaterMail } from '../linking/later-mails-store.ts';
import type { AcknowledgementsPort, GivenAcknowledgement } from '../ports.ts';
import { closeEquation, standingOf, type ClosingEquation, type Standing } from '../standing.ts';

/** One line of the campaign's table. */
export interface OfficeLine extends FrozenOffice {
  standing: Standing;
  /** Of the first sending, which alone makes the standing. */
  deliveries: Delivery[];
  /** Its reminders, and the letters that stand under it: steps of the ladder. */
  reminders: Delivery[];
  /** Mails of the first sending that were tried, all contacts together. */
  attempts: number;
  changedAt: string | undefined;
  acknowledgedAt: string | undefined;
  /** The best of its acknowledgements: « authenticated » when ProConnect vouches for one. */
  strength: string | undefined;
}

export interface CampaignStandings extends ClosingEquation {
  campaign: Campaign;
  /** Offices that an acknowledgement is expected of: for action, and not excluded. */
  asked: number;
  /** Of those, the offices that acknowledged. */
  acknowledged: number;
}

export interface OfficeStory extends OfficeLine {
  /** Everyone who acknowledged for the office, first come first. */
  acknowledgements: readonly GivenAcknowledgement[];
  contacts: {
    delivery: Delivery;
    address: string | undefined;
    attempts: Attempt[];
    decisions: Decision[];
    /** What became of the mail's link, and the mails sent to the same address beside the ledger. */
    links: LinkGeneration[];
    laterMails: LaterMail[];
  }[];
}

/** What pages and exports read of a campaign. */
export function createCampaignViews(deps: { readDatabase: Knex; acknowledgements: AcknowledgementsPort }) {
  const { readDatabase, acknowledgements } = deps;

  async function read(campaignId: string) {
    const campaign = await findCampaign(readDatabase, { id: campaignId });
    if (campaign === undefined) return undefined;
    const offices = await listFrozenOffices(readDatabase, campaignId);
    const deliveries = await listDeliveries(readDatabase, { campaignId });
    const given = await acknowledgements.listOffices(campaignId);
    const acknowledged = new Map(given.map((each) => [each.officeId, each]));
    return { campaign, offices, deliveries, acknowledged };
  }

  type Read = NonNullable<Awaited<ReturnType<typeof read>>>;

  function linesOf({ offices, deliveries, acknowledged }: Read): OfficeLine[] {
    const byOffice = Map.groupBy(deliveries, (delivery) => delivery.officeId);
    return offices.map((office) => {
      const all = byOffice.get(office.officeId) ?? [];
      const own = all.filter(({ step }) => step === 0);
      const excluded = office.excludedReason !== undefined;
      return {
        ...office,
        standing: standingOf({ excluded, states: own.map(({ state }) => state) }),
        deliveries: own,
        reminders: all.filter(({ step }) => step > 0),
        attempts: own.reduce((sum, delivery) => sum + delivery.attempts, 0),
        changedAt: own
          .map(({ changedAt }) => changedAt)
          .toSorted()
          .at(-1),
        acknowledgedAt: acknowledged.get(office.officeId)?.acknowledgedAt,
        strength: strengthOf(acknowledged.get(office.officeId)?.acknowledgements),
      };
    });
  }

  function equationOf({ campaign, offices, deliveries, acknowledged }: Read): CampaignStandings {
    const asked = offices.filter(({ role, excludedReason }) => role === 'to' && excludedReason === undefined);
    const frozen = offices.map(({ officeId, excludedReason }) => ({
      officeId,
      excluded: excludedReason !== undefined,
    }));
    return {
      ...closeEquation(
        campaign.frozenOffices,
        frozen,
        deliveries.filter(({ step }) => step === 0),
      ),
      campaign,
      asked: asked.length,
      acknowledged: asked.filter(({ officeId }) => acknowledged.has(officeId)).length,
    };
  }

  return {
    /** The closing equation, which throws rather than lose an office, and the acknowledgements apart. */
    async standings(campaignId: string): Promise<CampaignStandings | undefined> {
      const found = await read(campaignId);
      return found === undefined ? undefined : equationOf(found);
    },

    /** Everything the campaign's page shows, read once: figures and lines agree. */
    async board(
      campaignId: string,
    ): Promise<{ standings: CampaignStandings; lines: OfficeLine[] } | undefined> {
      const found = await read(campaignId);
      return found === undefined ? undefined : { standings: equationOf(found), lines: linesOf(found) };
    },

    /** Deliveries that changed after a change number, and the number to ask from next time. */
    async changesSince(
      campaignId: string,
      changeNumber: number,
    ): Promise<{ changeNumber: number; deliveries: Delivery[] } | undefined> {
      const campaign = await findCampaign(readDatabase, { id: campaignId });
      if (campaign === undefined) return undefined;
      const deliveries =
        campaign.changeNumber === changeNumber
          ? []
          : await listDeliveries(readDatabase, { campaignId, changedAfter: changeNumber });
      return { changeNumber: campaign.changeNumber, deliveries };
    },

    /** One office: every contact that was written to, every answer, every decision. */
    async officeStory(campaignId: string, officeId: string): Promise<OfficeStory | undefined> {
      const found = await read(campaignId);
      const line = found && linesOf(found).find((candidate) => candidate.officeId === officeId);
      if (line === undefined) return undefined;
      const mails = [...line.deliveries, ...line.reminders];
      const ids = mails.map(({ id }) => id);
      const attempts = await listAttempts(readDatabase, ids);
      const decisions = await listDecisions(readDatabase, ids);
      const links = await listGenerations(readDatabase, ids);
      const laterMails = await listLaterMails(readDatabase, { deliveryIds: ids });
      const contacts = [];
      for (const delivery of mails) {
        contacts.push({
          delivery,
          address: await findAddress(readDatabase, delivery.id),
          attempts: attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
          decisions: decisions.filter(({ deliveryId }) => deliveryId === delivery.id),
          links: links.filter(({ deliveryId }) => deliveryId === delivery.id),
          laterMails: laterMails.filter(({ deliveryId }) => deliveryId === delivery.id),
        });
      }
      return {
        ...line,
        contacts,
        acknowledgements: found?.acknowledged.get(officeId)?.acknowledgements ?? [],
      };
    },

    /** The server's words that paused the campaign. */
    lastMisconfiguration: (campaignId: string) => findLastMisconfiguration(readDatabase, campaignId),
  };
}

function strengthOf(given: readonly GivenAcknowledgement[] | undefined): string | undefined {
  const strengths = given?.map(({ strength }) => strength) ?? [];
  return strengths.includes('authenticated') ? 'authenticated' : strengths[0];
}
