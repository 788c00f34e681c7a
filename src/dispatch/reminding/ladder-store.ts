import type { Knex } from 'knex';
import type { Anchor, LadderStep, StepKind } from './ladder.ts';

type Database = Knex | Knex.Transaction;

interface StepRow {
  step: number;
  kind: StepKind;
  anchor: Anchor;
  working_days: number;
  state: 'on' | 'off';
}

export async function insertSteps(
  transaction: Knex.Transaction,
  campaignId: string,
  steps: readonly LadderStep[],
  by: { at: string; by: string },
): Promise<void> {
  await transaction('ladder_steps').insert(
    steps.map(({ step, kind, anchor, workingDays, state }) => ({
      campaign_id: campaignId,
      ...{ step, kind, anchor, state },
      working_days: workingDays,
      changed_at: by.at,
      changed_by: by.by,
    })),
  );
}

/** In the order of their numbers. */
export async function listSteps(database: Database, campaignId: string): Promise<LadderStep[]> {
  const rows: StepRow[] = await database('ladder_steps').where({ campaign_id: campaignId }).orderBy('step');
  return rows.map(({ step, kind, anchor, working_days, state }) => ({
    ...{ step, kind, anchor, state },
    workingDays: working_days,
  }));
}

/** Changes a step that is still as it was read; tells whether it was. */
export async function markStep(
  transaction: Knex.Transaction,
  campaignId: string,
  before: LadderStep,
  after: Pick<LadderStep, 'anchor' | 'workingDays' | 'state'>,
  by: { at: string; by: string },
): Promise<boolean> {
  const { step, anchor, workingDays, state } = before;
  const changed = await transaction('ladder_steps')
    .where({ campaign_id: campaignId, step, anchor, working_days: workingDays, state })
    .update({
      anchor: after.anchor,
      working_days: after.workingDays,
      state: after.state,
      changed_at: by.at,
      changed_by: by.by,
    });
  return changed === 1;
}
