import { expect } from 'chai';
import { dropTrigger } from '../../database.ts';
import { dispatcher, signed } from '../campaign-bench.ts';
import { createRemindingBench } from './reminding-bench.ts';

type Bench = Awaited<ReturnType<typeof createRemindingBench>>;

/** Writes that these texts correct one another, in the order in which they were sent. */
async function correct(
  { database }: Bench,
  corrections: [by: string, corrects: string, relation: 'replaces' | 'amends', sentAt: string | null][],
): Promise<void> {
  await dropTrigger(database, 'amendments', 'amendments_correct_what_was_sent');
  const at = '2026-12-08T09:00:00.000Z';
  await database('pinned_templates').insert({
    ...{ sha256: 'template', name: 't', version: '1', source: '{}', pinned_at: at },
  });
  await database('documents').insert({
    ...{ sha256: 'act', media_type: 'application/pdf', bytes: Buffer.from(''), created_at: at },
  });
  for (const id of new Set(corrections.flatMap(([by, corrects]) => [by, corrects])))
    await database('instructions').insert({
      ...{ id, slug: id, kind: 'instruction', year: 2027, title: id, template_sha256: 'template' },
      ...{ state: 'draft', revision: 1, created_at: at, created_by: 'u', updated_at: at },
    });
  for (const [index, [by, corrects, relation, sentAt]] of corrections.entries())
    await database('amendments').insert({
      ...{ instruction_id: by, corrects_id: corrects, corrected_sha256: 'act', relation },
      ...{ origin_id: corrects, number: index + 1, begun_at: at, begun_by: 'u', sent_at: sentAt },
    });
}

const sent = '2026-12-10T09:00:00.000Z';

describe('reminders of a text that a rectificatif replaces', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-02']);
  });
  afterEach(() => bench.database.destroy());

  it('do not leave once it is sent', async () => {
    await correct(bench, [['second', signed.instructionId, 'replaces', sent]]);
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
    expect(await bench.rowsOf(1)).to.deep.equal([]);
  });

  for (const [what, relation, sentAt] of [
    ['it is not sent yet', 'replaces', null],
    ['it only amends the text', 'amends', sent],
  ] as const) {
    it(`leave while ${what}`, async () => {
      await correct(bench, [['second', signed.instructionId, relation, sentAt]]);
      expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal(['OFF-01 1', 'OFF-02 1']);
    });
  }

  it('do not leave once staff recorded that another act repeals it, and leave again if that was wrong', async () => {
    await correct(bench, [['second', signed.instructionId, 'amends', sent]]);
    const { database } = bench;
    await dropTrigger(database, 'repeals', 'repeals_are_of_what_was_sent_and_stands');
    const person = { login: 'camille', demonstration: 1, created_at: sent };
    await database('users').insert({ id: dispatcher.id, ...person });
    await database('repeals').insert({
      ...{ id: 'r', instruction_id: signed.instructionId, repealed_on: '2026-12-09', words_hash: 'h' },
      ...{ recorded_at: sent, recorded_by: dispatcher.id },
    });
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
    await database('repeals_taken_back').insert({
      ...{ repeal_id: 'r', words_hash: 'h', taken_back_at: sent, taken_back_by: dispatcher.id },
    });
    expect(await bench.at('2026-12-14T09:05:00.000Z')).to.deep.equal(['OFF-01 1', 'OFF-02 1']);
  });

  it('do not leave for a text that amends a replaced one', async () => {
    await correct(bench, [
      [signed.instructionId, 'first', 'amends', '2026-12-07T09:00:00.000Z'],
      ['third', 'first', 'replaces', sent],
    ]);
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
  });

  it('are not followed by a letter either: one that is prepared waits for nobody, and is not sent', async () => {
    await bench.at('2027-01-06T13:00:00.000Z');
    const { letters } = bench.reminding;
    const [letter] = await letters.list(bench.campaign.id);
    const id = letter?.id ?? '';
    await letters.write(dispatcher, id, {
      ...{ addressee: 'Secrétariat général', address: 'sg@ain.example' },
      ...{ subject: 'Accusé de réception', body: 'Madame, Monsieur.' },
    });
    expect(await letters.countWaiting(bench.campaign.id)).to.be.greaterThan(0);
    await correct(bench, [['second', signed.instructionId, 'replaces', sent]]);
    expect(await letters.countWaiting(bench.campaign.id)).to.equal(0);
    const outcome = await letters.send(dispatcher, id, (await letters.open(id))?.textHash ?? '');
    expect(outcome).to.deep.include({ ok: false });
    expect(JSON.stringify(outcome)).to.contain('reminders.letters.replaced');
  });

  it('are kept back when they were about to leave, and the journal says why', async () => {
    bench.clock.moveTo('2026-12-14T09:00:00.000Z');
    await bench.reminding.remindDue();
    await correct(bench, [['second', signed.instructionId, 'replaces', sent]]);
    expect(await bench.at('2026-12-14T09:01:00.000Z')).to.deep.equal([]);
    expect((await bench.rowsOf(1)).map(({ state }) => state)).to.deep.equal(['cancelled', 'cancelled']);
    const lines = await bench.journal.list({ types: ['reminder.dropped'] });
    expect(lines.map(({ data }) => (data as { cause: string }).cause)).to.deep.equal([
      'replaced',
      'replaced',
    ]);
  });
});
