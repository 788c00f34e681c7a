import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { markAcknowledged, type Arrived } from './arrival.ts';
import { createCampaignViews } from './following/campaign-views.ts';
import { findCampaign, listCampaigns, type Campaign } from './campaigns-store.ts';
import { createClosing } from './closing.ts';
import { createLinkTokens } from './link-token.ts';
import { planLaterMail, type WriteLaterMail } from './linking/later-mails.ts';
import { createNewLinkMail } from './linking/new-link-mail.ts';
import { createOpeningLinks } from './linking/opening-links.ts';
import { createRelinking } from './linking/relinking.ts';
import { createOpening } from './opening.ts';
import { createPlanning } from './planning.ts';
import { createNotices } from './notices.ts';
import { listPlaced, type DeliveryClue } from './notices-store.ts';
import type { Rates } from './rates.ts';
import type { BuildMail } from './mail-content.ts';
import {
  noAcknowledgements,
  type AcknowledgementsPort,
  type AnnexesPort,
  type DirectoryPort,
  type InstructionsPort,
} from './ports.ts';
import { listReceived } from './following/received-store.ts';
import { findStatement } from './following/statements-store.ts';
import { createSteering } from './steering.ts';

export type { Campaign, CampaignState, FrozenOffice, PauseCause } from './campaigns-store.ts';
export type { CampaignStandings, OfficeLine, OfficeStory } from './following/campaign-views.ts';
export type { ReceivedLine } from './following/received-store.ts';
export type { Delivery, DeliveryState } from './delivery.ts';
export { trialToken } from './link-token.ts';
export type { WriteLaterMail } from './linking/later-mails.ts';
export type { LaterMail } from './linking/later-mails-store.ts';
export type { OpenedLink } from './linking/opening-links.ts';
export type { Notice, NoticeEffect, NoticeKind } from './notices.ts';
export { listPlaced, type DeliveryClue, type PlacedDelivery } from './notices-store.ts';
export type { OpeningForecast } from './opening.ts';
export type { Audience, OfficeList, RecipientRole } from './audience.ts';
export type { BuildMail, MailToOffice } from './mail-content.ts';
export type { AcknowledgementsPort, DirectoryPort, InstructionsPort } from './ports.ts';
export type { Standing } from './standing.ts';
export { listStatementsAfter } from './following/statements-store.ts';

export type Dispatch = ReturnType<typeof createDispatch>;

/**
 * Campaigns and their ledger: whom a signed text was sent to, how each attempt ended, and where each
 * office stands. Sending itself is the worker's (dispatch-worker.ts). `linkSecret`: the installation's
 * own, 32 bytes, the same for ever. `mailDomain`: what follows the @ in Message-IDs.
 */
export function createDispatch(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  linkSecret: Uint8Array;
  mailDomain: string;
  acknowledgements?: AcknowledgementsPort;
  annexes?: AnnexesPort;
  /** Called after a commit that may have made something due. */
  wake?: () => void;
  /** In bytes: a document above it is not attached, its mail gives the link. */
  attachmentLimit?: number;
  /** How fast mails leave, to be shown; the worker holds to it. */
  rates?: Rates;
}) {
  const { readDatabase, clock } = deps;
  const linkTokens = createLinkTokens({ secret: deps.linkSecret });
  const planning = createPlanning({ ...deps, linkTokens });
  const opening = createOpening({ ...deps, planning });
  const steering = createSteering({ ...deps, planning });
  const notices = createNotices({ ...deps, planning });
  const acknowledgements = deps.acknowledgements ?? noAcknowledgements;
  const views = createCampaignViews({ readDatabase, acknowledgements });

  return {
    rates: deps.rates ?? {},
    forecast: opening.forecast,
    async openCampaign(...opened: Parameters<typeof opening.open>): ReturnType<typeof opening.open> {
      const outcome = await opening.open(...opened);
      if (outcome.ok) deps.wake?.();
      return outcome;
    },
    closeCampaign: createClosing({ ...deps, acknowledgements, board: views.board }),
    ...steering,
    ...views,

    findCampaign: (id: string) => findCampaign(readDatabase, { id }),

    /** The campaign of the instruction's signed version, when it was opened. */
    async findCampaignOf(instructionId: string): Promise<Campaign | undefined> {
      const [latest] = await listCampaigns(readDatabase, { instruction_id: instructionId });
      return latest;
    },

    /** What a closed campaign left; see statements.ts. */
    findStatement: (campaignId: string) => findStatement(readDatabase, campaignId),

    /** What every office, or some of them, was ever sent: for a look across the years. */
    listReceived: (where: { officeIds?: readonly string[] } = {}) => listReceived(readDatabase, where),

    /** Every campaign, newest first. */
    listCampaigns: () => listCampaigns(readDatabase),

    markAcknowledged: (transaction: Knex.Transaction, acknowledgements: readonly Arrived[]) =>
      markAcknowledged(transaction, deps.journal, acknowledgements),

    /** Moves a delivery as a message that came back tells; see notices.ts. */
    applyNotice: notices.apply,

    /** The mails that a message may be about, newest first; inside a transaction when one is given. */
    listPlaced: (
      where: DeliveryClue | { campaignId: string; officeId: string },
      transaction?: Knex.Transaction,
    ) => listPlaced(transaction ?? readDatabase, where),

    /** Called after a commit that may have made something due. */
    wake: () => deps.wake?.(),

    /** The token of a delivery's first link, made again each time: it is stored nowhere. */
    linkTokenOf: (deliveryId: string): string => linkTokens.tokenOf(deliveryId),

    ...createOpeningLinks({ readDatabase, clock, linkTokens }),
    ...createRelinking({ ...deps, linkTokens }),

    /** Writes the mail that brings the new link of an office; see linking/later-mails.ts. */
    newLinkMail: (buildMail: BuildMail): WriteLaterMail =>
      createNewLinkMail({ ...deps, linkTokens, buildMail }),

    /** In the transaction that keeps a receipt: its mail leaves with the next round. */
    planReceiptMail: (
      transaction: Knex.Transaction,
      { deliveryId, acknowledgementId }: { deliveryId: string; acknowledgementId: string },
    ): Promise<string> =>
      planLaterMail(transaction, {
        ...{ deliveryId, about: { kind: 'receipt', acknowledgementId } },
        ...{ at: instantOf(clock), mailDomain: deps.mailDomain },
      }),
  };
}
