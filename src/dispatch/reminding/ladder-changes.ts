import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../../kernel/clock.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import { markCampaignChanged, type Campaign } from '../campaigns-store.ts';
import type { Actor } from '../ports.ts';
import { dayOfStep, mostWorkingDays, usualLadder, type LadderStep } from './ladder.ts';
import { insertSteps, listSteps, markStep } from './ladder-store.ts';
import { listReminders } from './reminders-store.ts';
import { standDown } from './standing-down.ts';

/** When a step comes, as a person chooses it. */
export type Chosen = Pick<LadderStep, 'anchor' | 'workingDays' | 'state'>;

// More would be harassment, and numbers that nobody reads any more.
const mostSteps = 12;

const refusal = (key: string, field = ''): { ok: false; errors: FieldError[] } => refused({ field, key });

/**
 * What a dispatcher may change before a step leaves. Nothing that is changed leaves at once: a step that is
 * on comes tomorrow at the earliest, so that a mistake can be seen and undone.
 */
export function createLadderChanges(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;

  async function act(
    actor: Actor,
    campaignId: string,
    change: (transaction: Knex.Transaction, campaign: Campaign) => Promise<Outcome<undefined>>,
  ): Promise<Outcome<undefined>> {
    if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
    return database.transaction(async (transaction) => {
      const campaign = await markCampaignChanged(transaction, campaignId);
      if (campaign === undefined) return refusal('dispatch.campaign.unknown');
      if (campaign.state === 'cancelled' || campaign.state === 'closed') return refusal('reminders.over');
      return change(transaction, campaign);
    });
  }

  function faultOf(campaign: Campaign, chosen: Chosen): FieldError | undefined {
    if (!Number.isInteger(chosen.workingDays) || Math.abs(chosen.workingDays) > mostWorkingDays)
      return { field: 'workingDays', key: 'reminders.too-far', params: { most: mostWorkingDays } };
    if (chosen.state === 'on' && dayOfStep(chosen, campaign) <= parisDayOf(clock.now()))
      return { field: 'workingDays', key: 'reminders.past' };
    return undefined;
  }

  const by = (actor: Actor) => ({ at: instantOf(clock), by: actor.id });

  async function record(
    transaction: Knex.Transaction,
    actor: Actor,
    campaign: Campaign,
    { step, anchor, workingDays }: LadderStep,
    change: 'added' | 'moved' | 'stopped' | 'resumed',
  ): Promise<void> {
    await journal.append(transaction, {
      type: 'ladder.changed',
      actor: actor.id,
      subject: `instruction:${campaign.instructionId}`,
      data: { campaign: campaign.id, step, change, anchor, workingDays },
    });
  }

  return {
    /** Moves a step that has not left, stops it, or takes it up again. Mails of it that wait are kept back. */
    changeStep: (actor: Actor, campaignId: string, number: number, chosen: Chosen) =>
      act(actor, campaignId, async (transaction, campaign) => {
        const steps = await listSteps(transaction, campaignId);
        const before = steps.find(({ step }) => step === number);
        if (before === undefined) return refusal('reminders.unknown-step');
        const met = await listReminders(transaction, campaignId);
        const hasLeft = met.some(({ step }) => step === number);
        const isMoved = before.anchor !== chosen.anchor || before.workingDays !== chosen.workingDays;
        if (hasLeft && isMoved) return refusal('reminders.has-left', 'workingDays');
        if (!isMoved && before.state === chosen.state) return accepted(undefined);
        // It would leave at once for those who remain.
        if (hasLeft && chosen.state === 'on') return refusal('reminders.add-instead', 'state');
        const fault = faultOf(campaign, chosen);
        if (fault !== undefined) return refused(fault);
        if (!(await markStep(transaction, campaignId, before, chosen, by(actor))))
          return refusal('reminders.changed-meanwhile');
        const change =
          chosen.state === before.state ? 'moved' : chosen.state === 'off' ? 'stopped' : 'resumed';
        await record(transaction, actor, campaign, { ...before, ...chosen }, change);
        if (change === 'stopped') {
          const { at, by: who } = by(actor);
          await standDown(transaction, journal, { campaign, actor: who, at, cause: { step: number } });
        }
        return accepted(undefined);
      }),

    addStep: (actor: Actor, campaignId: string, added: Omit<LadderStep, 'step' | 'state'>) =>
      act(actor, campaignId, async (transaction, campaign) => {
        const steps = await listSteps(transaction, campaignId);
        if (steps.length >= mostSteps) return refusal('reminders.too-many');
        const fault = faultOf(campaign, { ...added, state: 'on' });
        if (fault !== undefined) return refused(fault);
        const step = { ...added, step: (steps.at(-1)?.step ?? 0) + 1, state: 'on' as const };
        await insertSteps(transaction, campaignId, [step], by(actor));
        await record(transaction, actor, campaign, step, 'added');
        return accepted(undefined);
      }),

    /** For a campaign that was opened before there were ladders: the usual one, without what is past. */
    planUsual: (actor: Actor, campaignId: string) =>
      act(actor, campaignId, async (transaction, campaign) => {
        if ((await listSteps(transaction, campaignId)).length > 0)
          return refusal('reminders.already-planned');
        const steps = usualLadder(campaign).map((step): LadderStep => {
          return faultOf(campaign, step) === undefined ? step : { ...step, state: 'off' };
        });
        await insertSteps(transaction, campaignId, steps, by(actor));
        await journal.append(transaction, {
          type: 'ladder.planned',
          actor: actor.id,
          subject: `instruction:${campaign.instructionId}`,
          data: { campaign: campaignId, steps: steps.length },
        });
        return accepted(undefined);
      }),
  };
}
