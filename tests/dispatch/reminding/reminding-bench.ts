import { createAcknowledgements } from '../../../src/acknowledgements/acknowledgements.ts';
import { officesOfFrance } from '../../../src/prefectures/offices-of-france.ts';
import {
  createCampaignBench,
  dispatcher,
  signed,
  testDirectory,
  type TestContact,
} from '../campaign-bench.ts';

const France = new Map(officesOfFrance.map((office) => [office.id, office]));

/** A campaign to offices of France with their own clocks, and their acknowledgements for real. */
export async function createRemindingBench(
  offices: string[],
  given: { deadlineOn?: string; openedAt?: string; contacts?: TestContact[] } = {},
) {
  const plain = testDirectory(offices, given.contacts);
  const directory = {
    ...plain,
    listOffices: async () =>
      (await plain.listOffices()).map((office) => ({
        ...office,
        name: France.get(office.id)?.name ?? office.name,
        timeZone: France.get(office.id)?.timeZone ?? 'Europe/Paris',
      })),
  };
  const bench = await createCampaignBench({
    directory,
    acknowledgements: { listOffices: (campaignId) => acknowledgements.listOffices(campaignId) },
  });
  const acknowledgements = createAcknowledgements({
    ...{ database: bench.database, readDatabase: bench.database, journal: bench.journal, clock: bench.clock },
    dispatch: bench.dispatch,
    instructions: { signedVersion: bench.instructions.signedVersion as never },
  });
  if (given.openedAt !== undefined) bench.clock.moveTo(given.openedAt);
  const { deadlineOn = '2026-12-21' } = given;
  const opened = await bench.dispatch.openCampaign(dispatcher, signed.instructionId, { deadlineOn });
  if (!opened.ok) throw new Error(opened.errors[0]?.key);
  await bench.settle();
  const campaign = opened.value;

  return {
    ...bench,
    campaign,

    /** Whom the first mail reached acknowledges by its link. */
    async acknowledge(officeId: string): Promise<void> {
      const first = await bench.database('deliveries').where({ office_id: officeId, step: 0 }).first('id');
      const token = bench.dispatch.linkTokenOf(first.id);
      const form = {
        name: 'Anne Lenoir',
        function: 'directrice de cabinet',
        capacity: 'for-the-prefect' as const,
      };
      const { state } = await acknowledgements.record(token, { ...form, formKey: `form-${officeId}` });
      if (state !== 'recorded') throw new Error(state);
    },

    /** Goes to an instant, lets the workers look, and gives whom they wrote to then: `OFF-01 1` (office, step). */
    async at(instant: string): Promise<string[]> {
      bench.clock.moveTo(instant);
      const before = bench.mailer.delivered.length;
      await bench.reminding.remindDue();
      await bench.settle();
      const written = bench.mailer.delivered.slice(before);
      const rows = await bench.database('deliveries').select('message_id', 'office_id', 'step');
      return written
        .map(({ messageId }) => rows.find((row) => row.message_id === messageId))
        .map((row) => `${row.office_id} ${row.step}`)
        .toSorted();
    },

    rowsOf: (step: number) =>
      bench.database('deliveries').where({ step }).orderBy(['office_id', 'rank']).select('*'),
  };
}
