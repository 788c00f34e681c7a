import type { Knex } from 'knex';
import type { RecipientRole } from '../audience.ts';
import type { DeliveryState } from '../delivery.ts';
import { standingOf, type Standing } from '../standing.ts';

/** What one office was sent by one campaign, across the years. */
export interface ReceivedLine {
  campaignId: string;
  instructionId: string;
  openedAt: string;
  /** The day whose directory was read. */
  recipientsOn: string | undefined;
  deadlineOn: string;
  officeId: string;
  /** As it was called then. */
  officeName: string;
  role: RecipientRole;
  excluded: boolean;
  standing: Standing;
  /** When a mail server first accepted it. */
  acceptedAt: string | undefined;
}

interface Row {
  campaign_id: string;
  instruction_id: string;
  opened_at: string;
  recipients_on: string | null;
  deadline_on: string;
  office_id: string;
  office_name: string;
  role: RecipientRole;
  excluded_reason: string | null;
}

/** Of every campaign, oldest first; of some offices alone when they are given. Three queries, whatever their number. */
export async function listReceived(
  database: Knex,
  { officeIds }: { officeIds?: readonly string[] } = {},
): Promise<ReceivedLine[]> {
  const recipients = database('campaign_recipients as r')
    .join('campaigns as c', 'c.id', 'r.campaign_id')
    .orderBy(['c.opened_at', 'r.position'])
    .select<Row[]>(
      ...['c.id as campaign_id', 'c.instruction_id', 'c.opened_at', 'c.recipients_on', 'c.deadline_on'],
      ...['r.office_id', 'r.office_name', 'r.role', 'r.excluded_reason'],
    );
  const mails = database('deliveries')
    .where({ step: 0 })
    .select<{ campaign_id: string; office_id: string; state: DeliveryState }[]>(
      ...['campaign_id', 'office_id', 'state'],
    );
  const acceptances = database('delivery_attempts as a')
    .join('deliveries as d', 'd.id', 'a.delivery_id')
    .where({ 'd.step': 0, 'a.outcome': 'accepted' })
    .groupBy('d.campaign_id', 'd.office_id')
    .select<{ campaign_id: string; office_id: string; at: string }[]>('d.campaign_id', 'd.office_id')
    .min('a.ended_at as at');
  if (officeIds !== undefined) {
    recipients.whereIn('r.office_id', [...officeIds]);
    mails.whereIn('office_id', [...officeIds]);
    acceptances.whereIn('d.office_id', [...officeIds]);
  }
  const states = Map.groupBy(await mails, keyOf);
  const accepted = new Map(
    ((await acceptances) as { campaign_id: string; office_id: string; at: string }[]).map((row) => [
      keyOf(row),
      row.at,
    ]),
  );
  return (await recipients).map((row) => {
    const excluded = row.excluded_reason !== null;
    return {
      campaignId: row.campaign_id,
      instructionId: row.instruction_id,
      openedAt: row.opened_at,
      recipientsOn: row.recipients_on ?? undefined,
      deadlineOn: row.deadline_on,
      officeId: row.office_id,
      officeName: row.office_name,
      role: row.role,
      excluded,
      standing: standingOf({ excluded, states: (states.get(keyOf(row)) ?? []).map(({ state }) => state) }),
      acceptedAt: accepted.get(keyOf(row)),
    };
  });
}

const keyOf = (row: { campaign_id: string; office_id: string }) => `${row.campaign_id} ${row.office_id}`;
