import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import { markCampaignChanged } from '../campaigns-store.ts';
import { acknowledgedBy, isAwaited, isReplaced } from './silence.ts';

/** What may still be kept from leaving; of `ending`, the last word was said. */
const notLeft = ['pending', 'queued', 'sending', 'deferred'];

interface Reminded {
  id: string;
  office_id: string;
  step: number;
}

/**
 * Takes back what must not leave any more: a raised epoch makes the last word of a mail under way fail, and
 * its connection is dropped. Either every mail of one step (it was switched off), or what acknowledgements
 * or a rectificatif have made needless. Gives the mails that were kept back, each with its journal line.
 */
export async function standDown(
  transaction: Knex.Transaction,
  journal: Journal,
  given: {
    campaign: { id: string; instructionId: string };
    /** Who did it; a function when it was done office by office. */
    actor: string | ((officeId: string) => string);
    at: string;
    cause: 'acknowledged' | { step: number };
  },
): Promise<number> {
  const { campaign, actor, at, cause } = given;
  const changeNumber = (await markCampaignChanged(transaction, campaign.id))?.changeNumber;
  const update = transaction('deliveries')
    .where({ campaign_id: campaign.id })
    .where('step', '>', 0)
    .whereIn('state', notLeft)
    .update({
      state: 'cancelled',
      epoch: transaction.raw('epoch + 1'),
      changed_at: at,
      change_number: changeNumber,
      claimed_at: null,
      due_at: null,
    })
    .returning(['id', 'office_id', 'step']);
  if (cause === 'acknowledged') update.whereNotExists(isAwaited(transaction));
  else update.where({ step: cause.step });
  const kept = (await update) as Reminded[];
  if (kept.length === 0) return 0;
  const needless: 'replaced' | 'acknowledged' | 'off' =
    cause === 'acknowledged' ? await whyNeedless(transaction, campaign.id) : 'off';
  await journal.append(
    transaction,
    ...kept.map(({ id, office_id, step }) => ({
      type: 'reminder.dropped' as const,
      actor: typeof actor === 'string' ? actor : actor(office_id),
      subject: `instruction:${campaign.instructionId}`,
      data: {
        campaign: campaign.id,
        delivery: id,
        office: office_id,
        step,
        cause: needless,
      },
    })),
  );
  return kept.length;
}

/** Campaigns with mails that `standDown` would keep back: looked for without a lock, there are nearly never any. */
export async function listNeedless(database: Knex): Promise<string[]> {
  const rows = await database('deliveries')
    .where('step', '>', 0)
    .whereIn('state', notLeft)
    .whereNotExists(isAwaited(database))
    .distinct('campaign_id');
  return rows.map(({ campaign_id }) => campaign_id);
}

/** Offices' acknowledgements crossed these mails: their last word was said, they may arrive. */
export async function listCrossed(
  transaction: Knex.Transaction,
  campaignId: string,
  officeIds: readonly string[],
): Promise<{ deliveryId: string; officeId: string; step: number }[]> {
  const rows: Reminded[] = await transaction('deliveries as d')
    .join('reminders as r', {
      'r.campaign_id': 'd.campaign_id',
      'r.letter_office_id': 'd.office_id',
      'r.step': 'd.step',
    })
    .where({ 'r.campaign_id': campaignId, 'd.state': 'ending' })
    .whereIn('r.office_id', [...officeIds])
    .whereExists(acknowledgedBy(transaction, 'r'))
    .select('d.id', 'd.step', 'r.office_id');
  return rows.map(({ id, office_id, step }) => ({ deliveryId: id, officeId: office_id, step }));
}

async function whyNeedless(
  transaction: Knex.Transaction,
  campaignId: string,
): Promise<'replaced' | 'acknowledged'> {
  return (await isReplaced(transaction, campaignId)) ? 'replaced' : 'acknowledged';
}
