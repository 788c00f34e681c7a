import type { Acknowledgement, Acknowledgements } from '../acknowledgements/acknowledgements.ts';
import type { Campaign, Dispatch } from '../dispatch/dispatch.ts';
import type { Instruction, Instructions } from '../drafts/instructions.ts';
import { parisDayOf, type Clock } from '../kernel/clock.ts';

/** An act that was sent to an office. */
export interface ReceivedAct {
  instructionId: string;
  slug: string;
  title: string;
  year: number;
  /** The day on which its campaign was opened, in Paris. */
  sentOn: string;
  /** « cc »: for information. */
  role: 'to' | 'cc';
  deadlineOn: string;
  late: boolean;
  /** Of this office, oldest first. */
  acknowledgements: Acknowledgement[];
  /** Neither replaced, repealed nor a mere amendment of another: what applies for its year. */
  inForce: boolean;
  /** A rectificatif that changes another text and does not stand by itself. */
  amends: boolean;
  /** `slug`: only when this office received it too. */
  correctedBy?: { relation: 'replaces' | 'amends' | 'repeals'; title: string; slug?: string };
}

export interface ReceivedDeps {
  clock: Clock;
  dispatch: Pick<Dispatch, 'listCampaigns' | 'findForOffice' | 'listPlaced'>;
  instructions: Pick<Instructions, 'list' | 'corrected' | 'correctedBy'>;
  acknowledgements: Pick<Acknowledgements, 'listByCampaign'>;
}

const sentStates: readonly string[] = ['accepted', 'delivered', 'bounced', 'unknown'];

/** Everything that an office was ever sent: a new chef de projet finds here what applies and what was answered. */
export function createReceived(deps: ReceivedDeps) {
  const { clock, dispatch, instructions, acknowledgements } = deps;

  /** Of a cancelled campaign, those whose mail had left. */
  async function wasSent(campaign: Campaign, officeId: string): Promise<boolean> {
    if (campaign.state !== 'cancelled') return true;
    const placed = await dispatch.listPlaced({ campaignId: campaign.id, officeId });
    return placed.some(({ state }) => sentStates.includes(state));
  }

  async function receivedOf(
    officeId: string,
    campaign: Campaign,
    act: Instruction,
  ): Promise<ReceivedAct | undefined> {
    const link = await dispatch.findForOffice(officeId, { campaignId: campaign.id });
    if (link === undefined || !(await wasSent(campaign, officeId))) return undefined;
    const own = (await acknowledgements.listByCampaign(campaign.id)).find(
      (each) => each.officeId === officeId,
    );
    const amends = (await instructions.correctedBy(act.id))?.relation === 'amends';
    return {
      ...{ instructionId: act.id, slug: act.slug, title: act.title, year: act.year, amends },
      sentOn: parisDayOf(new Date(campaign.openedAt)),
      role: link.role,
      deadlineOn: campaign.deadlineOn,
      late: parisDayOf(clock.now()) > campaign.deadlineOn,
      acknowledgements: own?.acknowledgements ?? [],
      inForce: !amends,
    };
  }

  async function list(officeId: string): Promise<ReceivedAct[]> {
    const acts = new Map((await instructions.list()).map((act) => [act.id, act]));
    const corrected = await instructions.corrected();
    const received: ReceivedAct[] = [];
    for (const campaign of await dispatch.listCampaigns()) {
      const act = acts.get(campaign.instructionId);
      const found = act && (await receivedOf(officeId, campaign, act));
      if (found !== undefined) received.push(found);
    }
    const known = new Set(received.map(({ slug }) => slug));
    return received.map((each) => {
      const by = corrected.get(each.instructionId);
      if (by === undefined) return each;
      const { relation, title, slug } = by;
      const correctedBy = { relation, title, ...(slug !== undefined && known.has(slug) ? { slug } : {}) };
      return { ...each, correctedBy, inForce: each.inForce && relation === 'amends' };
    });
  }

  return {
    /** Latest first. */
    list,

    /** One of them; undefined when this office was not sent it. */
    async find(officeId: string, slug: string): Promise<ReceivedAct | undefined> {
      return (await list(officeId)).find((each) => each.slug === slug);
    },
  };
}

export type Received = ReturnType<typeof createReceived>;
