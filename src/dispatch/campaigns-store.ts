import type { Knex } from 'knex';
import { isSqlite } from '../../db/connect.ts';
import type { RecipientRole } from './audience.ts';

type Database = Knex | Knex.Transaction;

export type CampaignState = 'open' | 'paused' | 'cancelled' | 'closed';
/** Why a campaign is paused: a person asked, or every mail would fail (sign-in, certificate, sender). */
export type PauseCause = 'person' | 'mail-server';

/** How a document travels: in the mail, or by the office's own link when it is too big or was chosen so. */
export type PdfBy = 'attachment' | 'link';

export interface Campaign {
  id: string;
  instructionId: string;
  signedSha256: string;
  state: CampaignState;
  openedAt: string;
  openedBy: string;
  deadlineOn: string;
  /** The day whose directory was read (`YYYY-MM-DD`); undefined in a campaign of before: the day it was opened. */
  recipientsOn: string | undefined;
  pdfBy: PdfBy;
  /** Of the notifications of credits, where there are any. */
  annexesBy: PdfBy;
  frozenOffices: number;
  pauseCause: PauseCause | undefined;
  changeNumber: number;
}

export interface FrozenOffice {
  officeId: string;
  officeName: string;
  timeZone: string;
  /** The region whose mandate it held too. */
  regionName: string | undefined;
  role: RecipientRole;
  excludedReason: string | undefined;
}

interface CampaignRow {
  id: string;
  instruction_id: string;
  signed_sha256: string;
  state: CampaignState;
  opened_at: string;
  opened_by: string;
  deadline_on: string;
  recipients_on: string | null;
  pdf_by: PdfBy;
  annexes_by: PdfBy;
  frozen_offices: number;
  pause_cause: PauseCause | null;
  change_number: number;
}

export async function insertCampaign(transaction: Knex.Transaction, campaign: Campaign): Promise<void> {
  await transaction('campaigns').insert({
    id: campaign.id,
    instruction_id: campaign.instructionId,
    signed_sha256: campaign.signedSha256,
    state: campaign.state,
    opened_at: campaign.openedAt,
    opened_by: campaign.openedBy,
    deadline_on: campaign.deadlineOn,
    recipients_on: campaign.recipientsOn ?? null,
    pdf_by: campaign.pdfBy,
    annexes_by: campaign.annexesBy,
    frozen_offices: campaign.frozenOffices,
    pause_cause: null,
    change_number: campaign.changeNumber,
  } satisfies CampaignRow);
}

export async function insertFrozenOffices(
  transaction: Knex.Transaction,
  campaignId: string,
  offices: FrozenOffice[],
): Promise<void> {
  const rows = offices.map((office, position) => ({
    campaign_id: campaignId,
    office_id: office.officeId,
    office_name: office.officeName,
    time_zone: office.timeZone,
    region_name: office.regionName ?? null,
    role: office.role,
    position,
    excluded_reason: office.excludedReason ?? null,
  }));
  await transaction.batchInsert('campaign_recipients', rows, 100);
}

export async function findCampaign(
  database: Database,
  where: { id: string } | { signed_sha256: string },
): Promise<Campaign | undefined> {
  const row = await database<CampaignRow>('campaigns').where(where).first();
  return row === undefined ? undefined : fromRow(row);
}

/** Newest first; those of one instruction when it is given. */
export async function listCampaigns(
  database: Database,
  where: { instruction_id?: string; state?: CampaignState } = {},
): Promise<Campaign[]> {
  return (await database<CampaignRow>('campaigns').where(where).orderBy('opened_at', 'desc')).map(fromRow);
}

export async function listFrozenOffices(
  database: Database,
  campaignId: string,
  where: { office_id?: string } = {},
): Promise<FrozenOffice[]> {
  const rows = await database('campaign_recipients')
    .where({ campaign_id: campaignId, ...where })
    .orderBy('position');
  return rows.map(officeFromRow);
}

export interface OfficeRow {
  office_id: string;
  office_name: string;
  time_zone: string;
  region_name: string | null;
  role: RecipientRole;
  excluded_reason: string | null;
}

export function officeFromRow(row: OfficeRow): FrozenOffice {
  return {
    officeId: row.office_id,
    officeName: row.office_name,
    timeZone: row.time_zone,
    regionName: row.region_name ?? undefined,
    role: row.role,
    excludedReason: row.excluded_reason ?? undefined,
  };
}

/** Moves the campaign if it is in the state expected, and no further than `changeNumber`; tells whether it was. */
export async function markCampaignState(
  transaction: Knex.Transaction,
  id: string,
  move: { from: CampaignState; to: CampaignState; pauseCause?: PauseCause; changeNumber?: number },
): Promise<boolean> {
  const update = transaction('campaigns')
    .where({ id, state: move.from })
    .update({ state: move.to, pause_cause: move.pauseCause ?? null });
  if (move.changeNumber !== undefined) update.where({ change_number: move.changeNumber });
  return (await update) === 1;
}

/**
 * For a transaction that may touch several campaigns, or that counts what is under way in all of them: workers
 * come one after the other, and always in one order. SQLite has one writer from the BEGIN on.
 */
export async function lockOpenCampaigns(transaction: Knex.Transaction): Promise<void> {
  if (isSqlite(transaction)) return;
  await transaction('campaigns').where({ state: 'open' }).orderBy('id').forUpdate().select('id');
}

/** Of each transaction under way, the campaigns whose change number it has already raised. */
const changed = new WeakMap<Knex.Transaction, Map<string, Promise<Campaign | undefined>>>();

/**
 * A new change number for the rows that the caller is about to change in the same transaction: one for all
 * that a transaction changes. Gives the campaign as it then is, its row locked until the commit; undefined
 * when there is none.
 */
export function markCampaignChanged(
  transaction: Knex.Transaction,
  id: string,
): Promise<Campaign | undefined> {
  const own = changed.get(transaction) ?? new Map<string, Promise<Campaign | undefined>>();
  changed.set(transaction, own);
  const known = own.get(id) ?? raiseChangeNumber(transaction, id);
  own.set(id, known);
  return known;
}

async function raiseChangeNumber(transaction: Knex.Transaction, id: string): Promise<Campaign | undefined> {
  const [row] = (await transaction('campaigns')
    .where({ id })
    .update({ change_number: transaction.raw('change_number + 1') })
    .returning('*')) as CampaignRow[];
  return row && fromRow(row);
}

function fromRow(row: CampaignRow): Campaign {
  return {
    id: row.id,
    instructionId: row.instruction_id,
    signedSha256: row.signed_sha256,
    state: row.state,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    deadlineOn: row.deadline_on,
    recipientsOn: row.recipients_on ?? undefined,
    pdfBy: row.pdf_by,
    annexesBy: row.annexes_by,
    frozenOffices: row.frozen_offices,
    pauseCause: row.pause_cause ?? undefined,
    changeNumber: row.change_number,
  };
}
