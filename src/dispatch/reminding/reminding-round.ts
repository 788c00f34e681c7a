import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { dayAfter } from '../../kernel/french-calendar.ts';
import type { Journal } from '../../journal/journal.ts';
import { listCampaigns, markCampaignChanged, type Campaign } from '../campaigns-store.ts';
import type { Planning } from '../planning.ts';
import { prepareLetters } from './escalation-preparing.ts';
import { dayOfStep } from './ladder.ts';
import { listSteps } from './ladder-store.ts';
import { meetingsOf } from './leaving.ts';
import { countAnswers, insertReminders, listSilent } from './reminders-store.ts';
import { listNeedless, standDown } from './standing-down.ts';

// Of thirty thousand recipients, those who are reminded are never all in one transaction.
const batch = 200;

// An office's holidays and clock move its day by less than this from the one in Paris.
const mostDaysApart = 10;

/**
 * What a worker does about silence, from the database alone: whoever's step has come is reminded, once;
 * letters are prepared for a person; and what acknowledgements made needless is kept back.
 */
export function createRemindingRound(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  planning: Planning;
}) {
  const { database, journal, clock, planning } = deps;

  async function remindSome(campaignId: string): Promise<number> {
    return database.transaction(async (transaction) => {
      // The campaign's row first: an acknowledgement waits here, or has been seen.
      const campaign = await markCampaignChanged(transaction, campaignId);
      if (campaign?.state !== 'open') return 0;
      const silent = await listSilent(transaction, campaignId);
      const due = meetingsOf(await listSteps(transaction, campaignId), campaign, silent, clock.now());
      const answers = await countAnswers(transaction, campaignId);
      const remindedAt = instantOf(clock);
      const mails = due.filter(({ step }) => step.kind === 'reminder');
      let met = 0;
      for (const [step, own] of Map.groupBy(mails.slice(0, batch), ({ step: { step } }) => step)) {
        const written = await insertReminders(
          transaction,
          campaignId,
          own.map(({ office: { officeId } }) => ({
            ...{ officeId, step, letterOfficeId: officeId, remindedAt },
            ...answers,
          })),
        );
        const recipients = own
          .filter(({ office }) => written.has(office.officeId))
          .map(({ office }) => ({ ...office, repeats: office.firstDelivery }));
        await planning.plan(transaction, campaign, recipients, 'system', step);
        met += written.size;
      }
      const letters = due.filter(({ step }) => step.kind !== 'reminder');
      return met + (await prepareLetters(transaction, journal, { campaign, letters, answers, remindedAt }));
    });
  }

  /** Looked at without a lock: on nearly every day there is nothing to do. */
  async function isSomethingDue(campaign: Campaign): Promise<boolean> {
    const ladder = await listSteps(database, campaign.id);
    const soon = dayAfter(instantOf(clock).slice(0, 10), mostDaysApart);
    if (!ladder.some((step) => step.state === 'on' && dayOfStep(step, campaign) <= soon)) return false;
    return meetingsOf(ladder, campaign, await listSilent(database, campaign.id), clock.now()).length > 0;
  }

  return {
    /** Every minute or so, in each worker. Gives how many offices met a step. */
    async remindDue(): Promise<number> {
      for (const campaignId of await listNeedless(database)) {
        await database.transaction(async (transaction) => {
          const campaign = await markCampaignChanged(transaction, campaignId);
          if (campaign === undefined) return;
          const at = instantOf(clock);
          await standDown(transaction, journal, { campaign, actor: 'system', at, cause: 'acknowledged' });
        });
      }
      let met = 0;
      for (const campaign of await listCampaigns(database, { state: 'open' })) {
        while (await isSomethingDue(campaign)) {
          const some = await remindSome(campaign.id);
          if (some === 0) break;
          met += some;
        }
      }
      return met;
    },
  };
}
