import { expect } from 'chai';
import { dispatcher } from '../campaign-bench.ts';
import { createRemindingBench } from './reminding-bench.ts';

type Bench = Awaited<ReturnType<typeof createRemindingBench>>;

const text = {
  addressee: 'Secrétariat général',
  address: 'sg@ain.example',
  subject: 'Accusé de réception',
  body: 'Madame,\n\nNous vous écrivons.',
};
const keyOf = (outcome: { ok: boolean; errors?: { key: string }[] }) =>
  outcome.ok ? 'ok' : outcome.errors?.[0]?.key;

describe('letters about silence', () => {
  let bench: Bench;
  afterEach(() => bench.database.destroy());
  const letters = () => bench.reminding.letters;
  const listed = async () =>
    (await letters().list(bench.campaign.id)).map(
      ({ kind, offices }) => `${kind} ${offices.map(({ officeId }) => officeId).join(' ')}`,
    );

  /** At the step of the secretaries-general: a letter for each silent office. */
  async function prepared(offices = ['OFF-01', 'OFF-69', 'OFF-987']) {
    bench = await createRemindingBench(offices);
    await bench.at('2027-01-06T19:30:00.000Z');
    await bench.at('2027-01-06T13:00:00.000Z');
    return (await letters().list(bench.campaign.id)).map(({ id }) => id) as [string, ...string[]];
  }
  async function openedOf(id: string) {
    const letter = await letters().open(id);
    if (letter === undefined) throw new Error('no such letter');
    return letter;
  }
  const writtenHash = async (id: string, given = text) => {
    await letters().write(dispatcher, id, given);
    return (await openedOf(id)).textHash ?? '';
  };

  it('are prepared by their step, and none leaves by itself', async () => {
    await prepared();
    const before = bench.mailer.delivered.length;
    expect(await listed()).to.have.members([
      ...['secretary-general OFF-01', 'secretary-general OFF-69', 'secretary-general OFF-987'],
    ]);
    await bench.at('2027-01-13T13:00:00.000Z');
    // One for the region of both; the collectivity is of none.
    expect((await listed()).slice(3)).to.deep.equal(['regional-prefect OFF-01 OFF-69']);
    expect(bench.mailer.delivered).to.have.length(before);
    expect(await letters().countWaiting(bench.campaign.id)).to.equal(4);
  });

  it('propose a text that names what is awaited, until a person writes theirs', async () => {
    const [id] = await prepared(['OFF-01']);
    const proposed = await openedOf(id);
    expect(proposed.text.body).to.contain('préfecture de l’Ain').and.to.contain('21\u00a0décembre\u00a02026');
    expect(proposed.text.body).to.contain('Aucune préfecture sur 1 n’a encore');
    expect(proposed).to.include({ textHash: undefined, known: undefined });
    expect(proposed.text.address).to.equal('');
    await letters().write(dispatcher, id, text);
    expect((await openedOf(id)).text).to.include(text);
    expect(keyOf(await letters().write(dispatcher, id, { ...text, address: 'nobody' }))).to.contain(
      'mail.address',
    );
  });

  it('leave when a person confirms the text that they read, to its addressee only', async () => {
    const [id] = await prepared(['OFF-01']);
    const hash = await writtenHash(id);
    expect(keyOf(await letters().send({ id: 'a', roles: ['auditor'] }, id, hash))).to.contain(
      'dispatcher-only',
    );
    expect(keyOf(await letters().send(dispatcher, id, 'another text'))).to.equal('reminders.letters.changed');
    expect(await letters().send(dispatcher, id, hash)).to.deep.equal({ ok: true, value: undefined });
    expect(keyOf(await letters().send(dispatcher, id, hash))).to.equal('reminders.letters.moved');
    const before = bench.mailer.delivered.length;
    await bench.settle();
    const sent = bench.mailer.delivered.slice(before);
    expect(sent.map(({ to }) => to.address)).to.deep.equal([text.address]);
    expect((await openedOf(id)).mail?.state).to.equal('accepted');
    const [line] = await bench.journalOf('escalation.sent');
    expect(line?.actor).to.equal(dispatcher.id);
    expect(JSON.stringify(await bench.journal.list())).not.to.contain(text.address);
  });

  it('are not sent once every office has acknowledged, before or after the confirmation', async () => {
    const [id, other] = (await prepared(['OFF-01', 'OFF-02'])) as [string, string];
    const [hash, otherHash] = [await writtenHash(id), await writtenHash(other)];
    await letters().send(dispatcher, other, otherHash);
    const before = bench.mailer.delivered.length;
    const [about] = (await openedOf(id)).offices;
    for (const office of ['OFF-01', 'OFF-02']) await bench.acknowledge(office);
    expect(about?.acknowledged).to.equal(false);
    expect(keyOf(await letters().send(dispatcher, id, hash))).to.equal('reminders.letters.needless');
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(before);
    expect((await openedOf(other)).mail?.state).to.equal('cancelled');
    expect(await letters().countWaiting(bench.campaign.id)).to.equal(0);
  });

  it('are written again when their address is refused, and go to no other contact by themselves', async () => {
    const [id] = await prepared(['OFF-01']);
    bench.mailer.answer(text.address, { outcome: 'refused', reply: '550 no', code: 550 });
    await letters().send(dispatcher, id, await writtenHash(id));
    await bench.settle();
    expect((await openedOf(id)).mail?.state).to.equal('refused');
    expect(await bench.rowsOf(4)).to.have.length(1);
    expect((await letters().list(bench.campaign.id))[0]?.mailState).to.equal('refused');
    expect(keyOf(await letters().resume(dispatcher, id))).to.equal('ok');
    const hash = await writtenHash(id, { ...text, address: 'cabinet@ain.example' });
    await letters().send(dispatcher, id, hash);
    await bench.settle();
    expect(bench.mailer.delivered.at(-1)?.to.address).to.equal('cabinet@ain.example');
    expect(keyOf(await letters().resume(dispatcher, id))).to.equal('reminders.letters.moved');
  });

  it('are set aside and taken up again', async () => {
    const [id] = await prepared(['OFF-01']);
    expect(keyOf(await letters().setAside(dispatcher, id))).to.equal('ok');
    expect(keyOf(await letters().write(dispatcher, id, text))).to.equal('reminders.letters.moved');
    expect(await letters().countWaiting(bench.campaign.id)).to.equal(0);
    expect(keyOf(await letters().resume(dispatcher, id))).to.equal('ok');
    expect(await letters().countWaiting(bench.campaign.id)).to.equal(1);
  });
});
