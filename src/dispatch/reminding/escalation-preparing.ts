import type { Knex } from 'knex';
import { newId } from '../../kernel/ids.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Campaign } from '../campaigns-store.ts';
import { insertEscalation } from './escalations-store.ts';
import type { Meeting } from './leaving.ts';
import { insertReminders, type Candidate } from './reminders-store.ts';

/**
 * Lays a letter on a person's desk for each office whose step has come, or for each region: nothing leaves,
 * and nothing is written yet; a text is proposed when somebody opens it. Gives how many offices are told of.
 */
export async function prepareLetters(
  transaction: Knex.Transaction,
  journal: Journal,
  given: {
    campaign: Campaign;
    letters: readonly Meeting<Candidate>[];
    answers: { acknowledged: number; asked: number };
    remindedAt: string;
  },
): Promise<number> {
  const { campaign, letters, answers, remindedAt } = given;
  const groups = Map.groupBy(letters, ({ office, step: { step, kind } }) =>
    kind === 'regional-prefect' ? `${step} ${office.regionId}` : `${step} ${office.officeId}`,
  );
  let told = 0;
  for (const meetings of groups.values()) {
    const [first] = meetings as [Meeting<Candidate>, ...Meeting<Candidate>[]];
    const { step, kind } = first.step;
    const letterOfficeId = first.office.officeId;
    const written = await insertReminders(
      transaction,
      campaign.id,
      meetings.map(({ office: { officeId } }) => ({
        ...{ officeId, step, letterOfficeId, remindedAt },
        ...answers,
      })),
    );
    if (written.size === 0) continue;
    const id = newId();
    const regionId = kind === 'regional-prefect' ? first.office.regionId : undefined;
    await insertEscalation(transaction, {
      ...{ id, campaignId: campaign.id, step, letterOfficeId, regionId },
      preparedAt: remindedAt,
    });
    await journal.append(transaction, {
      type: 'escalation.prepared',
      actor: 'system',
      subject: `instruction:${campaign.instructionId}`,
      data: {
        ...{ campaign: campaign.id, escalation: id, step },
        office: letterOfficeId,
        offices: written.size,
      },
    });
    told += written.size;
  }
  return told;
}
