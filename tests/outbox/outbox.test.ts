import { expect } from 'chai';
import type { NewLetter } from '../../src/outbox/outbox.ts';
import { createLetterBench } from './letter-bench.ts';

const letter: NewLetter = {
  ...{ kind: 'question-answer', officeId: 'OFF-01', about: 'question:q', journalSubject: 'office:OFF-01' },
  ...{ writtenBy: 'user-claire', address: 'circulaires@ain.example' },
  ...{ subject: 'Réponse', text: 'Oui.\n\nBien à vous.' },
};

describe('the outbox', () => {
  let bench: Awaited<ReturnType<typeof createLetterBench>>;
  beforeEach(async () => {
    bench = await createLetterBench();
  });
  afterEach(() => bench.database.destroy());

  const post = (change: Partial<NewLetter> = {}) =>
    bench.database.transaction((transaction) => bench.outbox.post(transaction, { ...letter, ...change }));
  const stateOf = async (id: string) => (await bench.outbox.find([id])).get(id)?.state;

  it('keeps a letter as it was written, and sends it once', async () => {
    const { id } = await post();
    expect(await stateOf(id)).to.equal('pending');
    await Promise.all([bench.outbox.sendDue(), bench.outbox.sendDue()]).catch(() => undefined);
    await bench.outbox.sendDue();
    expect(bench.mailer.delivered).to.have.length(1);
    expect(bench.mailer.delivered[0]).to.deep.include({
      ...{ messageId: `<${id}@estafette.example>`, envid: id, subject: 'Réponse', writtenByHand: true },
      to: { address: 'circulaires@ain.example' },
      headers: {},
    });
    expect(await stateOf(id)).to.equal('accepted');
    const lines = await bench.journal.list({ types: ['outbox.ended'] });
    expect(lines.map(({ data }) => data)).to.deep.equal([
      { mail: id, kind: 'question-answer', office: 'OFF-01', outcome: 'accepted' },
    ]);
  });

  it('names the letters that it follows, of the same office only', async () => {
    const first = await post();
    bench.clock.advance(1000);
    await post({ officeId: 'OFF-02' });
    bench.clock.advance(1000);
    await post({ replyTo: ['region@aura.example'] });
    await bench.outbox.sendDue();
    const [, other, second] = bench.mailer.delivered;
    expect(other?.headers).to.deep.equal({});
    const id = `<${first.id}@estafette.example>`;
    expect(second?.headers).to.deep.equal({ 'In-Reply-To': id, References: id });
    expect(second?.replyTo).to.deep.equal([
      { address: 'circulaires@estafette.example' },
      { address: 'region@aura.example' },
    ]);
  });

  it('tries again what a server puts off, gives up after nine times, and says so', async () => {
    bench.mailer.answer(letter.address, { outcome: 'deferred', reply: '451 later', code: 451 });
    const { id } = await post();
    await bench.outbox.sendDue();
    expect(await stateOf(id)).to.equal('pending');
    for (let round = 0; round < 8; round += 1) {
      bench.clock.advance(240 * 60_000);
      await bench.outbox.sendDue();
    }
    const given = (await bench.outbox.find([id])).get(id);
    expect(given).to.include({ state: 'refused', attempts: 9 });
    expect(given?.words?.serverReply).to.contain('451');
  });

  it('never sends again what a server may have', async () => {
    bench.mailer.answer(letter.address, { outcome: 'unknown', cause: 'silence' });
    const { id } = await post();
    await bench.outbox.sendDue();
    bench.clock.advance(24 * 3_600_000);
    await bench.outbox.sendDue();
    expect(await stateOf(id)).to.equal('unknown');
    expect(bench.mailer.delivered).to.have.length(1);
  });

  it('tells of what a worker that died left: sent again when it cannot have left, unknown otherwise', async () => {
    const [sure, unsure] = [await post(), await post({ officeId: 'OFF-02' })];
    await bench.database('outbox_mails').update({ state: 'sending' });
    await bench.database('outbox_mails').where({ id: unsure.id }).update({ state: 'ending' });
    bench.clock.advance(16 * 60_000);
    await bench.outbox.sendDue();
    expect(await stateOf(unsure.id)).to.equal('unknown');
    expect(await stateOf(sure.id)).to.equal('accepted');
    expect(bench.mailer.delivered.map(({ envid }) => envid)).to.deep.equal([sure.id]);
  });

  it('keeps a letter that could not be written, and sends it once it can', async () => {
    const { id } = await post();
    bench.faults.compose = true;
    await bench.outbox.sendDue();
    expect([await stateOf(id), bench.mailer.delivered.length]).to.deep.equal(['pending', 0]);
    bench.faults.compose = false;
    bench.clock.advance(60_000);
    await bench.outbox.sendDue();
    expect([await stateOf(id), bench.mailer.delivered.length]).to.deep.equal(['accepted', 1]);
  });

  it('does not send a letter whose words were erased, and lets its row be neither changed nor removed', async () => {
    const { id } = await post();
    await bench.database('outbox_texts').delete();
    await bench.outbox.sendDue();
    expect(await stateOf(id)).to.equal('refused');
    expect(bench.mailer.delivered).to.deep.equal([]);
    const again = bench.database('outbox_mails').where({ id }).update({ state: 'pending' });
    expect(await again.catch(({ message }: Error) => message)).to.contain('outbox_mails_move_as_allowed');
    const gone = bench.database('outbox_mails').delete();
    expect(await gone.catch(({ message }: Error) => message)).to.contain('outbox_mails_stay');
  });
});
