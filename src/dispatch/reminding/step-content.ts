import type { Knex } from 'knex';
import { parisDayOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Campaign } from '../campaigns-store.ts';
import type { Delivery } from '../delivery.ts';
import type { LetterContent, ReminderContent } from '../mail-content.ts';
import { findLetterText, listEscalations } from './escalations-store.ts';
import { listSteps } from './ladder-store.ts';
import { listReminders } from './reminders-store.ts';

/**
 * What the mail of a step says beside what every mail of the campaign does; the same at every try. Throws
 * `invalid` when there is nothing to be written any more: the text of a letter was erased.
 */
export async function readStep(
  database: Knex,
  delivery: Delivery,
  campaign: Campaign,
): Promise<{ reminder?: ReminderContent; letter?: LetterContent }> {
  const { campaignId, officeId, step } = delivery;
  if (step === 0) return {};
  const ladder = await listSteps(database, campaignId);
  const isReminder = new Set(ladder.filter(({ kind }) => kind === 'reminder').map((each) => each.step));
  if (isReminder.has(step)) {
    const met = (await listReminders(database, campaignId, { office_id: officeId })).filter((each) =>
      isReminder.has(each.step),
    );
    const index = met.findIndex((each) => each.step === step);
    const own = met[index];
    if (own === undefined) throw new AppError('internal', 'a reminder without its step');
    const { acknowledged, asked } = own;
    const isLate = parisDayOf(new Date(own.remindedAt)) > campaign.deadlineOn;
    return { reminder: { number: index + 1, acknowledged, asked, isLate } };
  }
  const letters = await listEscalations(database, { campaign_id: campaignId });
  const own = letters.find((letter) => letter.step === step && letter.letterOfficeId === officeId);
  const text = own && (await findLetterText(database, own.id));
  if (own === undefined || text === undefined)
    throw new AppError('invalid', 'the text of the letter was erased');
  const { addressee, subject, body } = text;
  // An office's own link goes to its own secretary-general; it is no business of a region's prefect.
  return { letter: { addressee, subject, body, hasLink: own.kind === 'secretary-general' } };
}
