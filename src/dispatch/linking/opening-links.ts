import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import type { RecipientRole } from '../audience.ts';
import { findCampaign, listCampaigns, listFrozenOffices, type Campaign } from '../campaigns-store.ts';
import { listDeliveries } from '../deliveries-store.ts';
import type { Delivery } from '../delivery.ts';
import { linkExpiryOf, type LinkTokens } from '../link-token.ts';
import { findLink } from './links-store.ts';

/** What an office's link opens: this campaign's version for this office, nothing else. */
export interface OpenedLink {
  campaign: Campaign;
  deliveryId: string;
  officeId: string;
  officeName: string;
  timeZone: string;
  /** « cc » is for information: no acknowledgement is asked. */
  role: RecipientRole;
  /** Last day on which the link opens (`YYYY-MM-DD`, Paris), and whether it is over. */
  expiresOn: string;
  expired: boolean;
  /** Staff revoked it: another link holds in its place. */
  revoked: boolean;
}

const arrived: readonly Delivery['state'][] = ['delivered', 'accepted', 'unknown'];

/** What a link opens, and what an office that entered its own page may open without any. */
export function createOpeningLinks(deps: { readDatabase: Knex; clock: Clock; linkTokens: LinkTokens }) {
  const { readDatabase, clock, linkTokens } = deps;

  async function opened(
    campaign: Campaign | undefined,
    { officeId, deliveryId, revoked }: { officeId: string; deliveryId: string; revoked: boolean },
  ): Promise<OpenedLink | undefined> {
    if (campaign === undefined) return undefined;
    const [office] = await listFrozenOffices(readDatabase, campaign.id, { office_id: officeId });
    if (office === undefined) return undefined;
    const expiresOn = linkExpiryOf(campaign.deadlineOn);
    return {
      campaign,
      deliveryId,
      officeId,
      officeName: office.officeName,
      timeZone: office.timeZone,
      role: office.role,
      expiresOn,
      expired: parisDayOf(clock.now()) > expiresOn,
      revoked,
    };
  }

  return {
    /** What a link opens; undefined when no delivery has this token. */
    async findByLinkToken(token: string): Promise<OpenedLink | undefined> {
      const link = await findLink(readDatabase, linkTokens.hashOf(token));
      if (link === undefined) return undefined;
      const { deliveryId, officeId, campaignId, generation, current } = link;
      const campaign = await findCampaign(readDatabase, { id: campaignId });
      return opened(campaign, { officeId, deliveryId, revoked: generation < current });
    },

    /**
     * What an office was sent by a campaign, or by the latest of an instruction: under the mail that reached
     * it, or else the first that was planned. Undefined when it was written no mail.
     */
    async findForOffice(
      officeId: string,
      of: { campaignId: string } | { instructionId: string },
    ): Promise<OpenedLink | undefined> {
      const campaign =
        'campaignId' in of
          ? await findCampaign(readDatabase, { id: of.campaignId })
          : (await listCampaigns(readDatabase, { instruction_id: of.instructionId }))[0];
      if (campaign === undefined) return undefined;
      const own = await listDeliveries(readDatabase, { campaignId: campaign.id, officeId });
      const first = own.filter(({ step }) => step === 0);
      const delivery = first.find(({ state }) => arrived.includes(state)) ?? first[0];
      return delivery && opened(campaign, { officeId, deliveryId: delivery.id, revoked: false });
    },
  };
}
