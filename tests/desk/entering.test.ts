import { expect } from 'chai';
import { openDesk } from './open-desk.ts';

const anotherCode = (code: string) => (code.startsWith('0') ? '1111 1111' : '0000 0000');

describe('an office that enters with a code', () => {
  it('gets it at its functional mailbox, and comes in with it, once', async () => {
    const { desk, ask, here, lastCode, mailer, prefectures, typesOf } = await openDesk();
    const asked = await ask({ next: '/guichet/instructions/x' });
    const code = await lastCode();
    const office = await prefectures.findOffice('OFF-01');
    const mailbox = office?.contacts.find(({ kind }) => kind === 'functional-mailbox');
    expect(mailer.delivered[0]?.to.address).to.equal(mailbox?.address);
    const entered = await desk.entering.enter(here(asked?.token), code);
    if (entered.state !== 'entered') throw new Error(entered.state);
    expect(entered.to).to.equal('/guichet/instructions/x');
    expect((await desk.sessions.find(entered.token))?.office).to.include({ id: 'OFF-01', strength: 'code' });
    expect(await desk.entering.enter(here(asked?.token), code)).to.eql({ state: 'over' });
    expect((await typesOf('office:OFF-01')).slice(-2)).to.eql(['office.code-sent', 'office.entered']);
  });

  it('is out as soon as its codes go to another address, for good', async () => {
    const { desk, ask, here, lastCode, prefectures, clock, typesOf } = await openDesk();
    async function enter() {
      const asked = await ask();
      const entered = await desk.entering.enter(here(asked?.token), await lastCode());
      return entered.state === 'entered' ? entered.token : '';
    }
    const [first, other] = [await enter(), await enter()];
    // Long after the entrance itself is forgotten; another office comes in meanwhile.
    clock.advance(2 * 3_600_000);
    await ask({ officeId: 'OFF-02' });
    expect((await desk.sessions.find(first))?.office).to.include({ strength: 'code' });
    expect((await desk.sessions.find(first))?.office).not.to.have.property('holder');

    const mailbox = (await prefectures.findOffice('OFF-01'))?.contacts[0];
    const change = { officeId: 'OFF-01', rank: mailbox?.rank ?? 1, kind: 'functional-mailbox' as const };
    const former = mailbox?.address ?? '';
    await prefectures.changeContact('user-samir', { ...change, address: 'nouvelle@ain.example' });
    expect(await desk.sessions.find(first)).to.equal(undefined);
    expect((await typesOf('office:OFF-01')).at(-1)).to.equal('office.left');
    // The same address under another line is the same mailbox; what ended does not begin again.
    await prefectures.changeContact('user-samir', { ...change, address: former.toUpperCase() });
    expect(await desk.sessions.find(first)).to.equal(undefined);
    expect((await desk.sessions.find(other))?.office).to.include({ id: 'OFF-01' });
    await prefectures.changeContact('user-samir', { ...change, kind: 'cabinet', address: 'x@ain.example' });
    expect(await desk.sessions.find(other)).to.equal(undefined);
  });

  it('may write it with or without its space, and nothing else opens', async () => {
    const { desk, ask, here, lastCode } = await openDesk();
    const { token = '' } = (await ask()) ?? {};
    const code = await lastCode();
    expect(await desk.entering.enter(here(token), anotherCode(code))).to.eql({ state: 'wrong', left: 4 });
    expect(await desk.entering.enter(here(token), '')).to.eql({ state: 'wrong', left: 3 });
    expect(await desk.entering.enter(here(token), code.replace(' ', ''))).to.include({ state: 'entered' });
  });

  it('needs the browser that asked: the code alone opens nothing', async () => {
    const { desk, ask, here, lastCode } = await openDesk();
    const first = await ask();
    const code = await lastCode();
    const other = await ask({ officeId: 'OFF-02' });
    expect(await desk.entering.enter(here('x'.repeat(43)), code)).to.eql({ state: 'over' });
    expect(await desk.entering.enter(here(other?.token), code)).to.include({ state: 'wrong' });
    const elsewhere = { token: first?.token ?? '', bindings: ['cookie-of-another-browser'] };
    expect(await desk.entering.find(elsewhere)).to.equal(undefined);
    expect(await desk.entering.enter(elsewhere, code)).to.eql({ state: 'over' });
    expect(await desk.entering.enter(here(first?.token), code)).to.include({ state: 'entered' });
  });

  it('has five tries, also when they come at once, and fifteen minutes', async () => {
    const { desk, ask, here, lastCode, clock } = await openDesk();
    const { token = '' } = (await ask()) ?? {};
    const code = await lastCode();
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => desk.entering.enter(here(token), anotherCode(code))),
    );
    expect(tries.filter(({ state }) => state === 'wrong')).to.have.length(4);
    expect(await desk.entering.enter(here(token), code)).to.eql({ state: 'over' });

    const late = (await ask())?.token ?? '';
    const lateCode = await lastCode();
    clock.advance(15 * 60_000);
    expect(await desk.entering.find(here(late))).to.equal(undefined);
    expect(await desk.entering.enter(here(late), lateCode)).to.eql({ state: 'over' });
  });

  it('is answered the same whether or not it has a mailbox, and nothing leaves when it has none', async () => {
    const { desk, ask, here, mailer, database, lastCode } = await openDesk();
    await database('contacts').where({ office_id: 'OFF-02' }).update({ ended_on: '2026-12-01' });
    const known = await ask({ officeId: 'OFF-01' });
    await lastCode();
    const unknown = await ask({ officeId: 'OFF-02' });
    await desk.close();
    expect(mailer.delivered).to.have.length(1);
    const [one, other] = [
      await desk.entering.find(here(known?.token)),
      await desk.entering.find(here(unknown?.token)),
    ];
    expect({ ...one, officeId: '', officeName: '' }).to.eql({ ...other, officeId: '', officeName: '' });
  });

  it('asks five times within an hour from one place, and is counted apart from others', async () => {
    const { ask, clock } = await openDesk();
    for (let count = 0; count < 5; count += 1) expect(await ask()).not.to.equal(undefined);
    expect(await ask()).to.equal(undefined);
    expect(await ask({ address: '192.0.2.2' })).not.to.equal(undefined);
    expect(await ask({ officeId: 'OFF-03' })).not.to.equal(undefined);
    clock.advance(3_600_001);
    expect(await ask()).not.to.equal(undefined);
  });

  it('is told when the mail could not leave, and so is the journal', async () => {
    const { desk, ask, here, mailer, prefectures, typesOf } = await openDesk();
    const office = await prefectures.findOffice('OFF-01');
    mailer.answer(office?.contacts[0]?.address ?? '', { outcome: 'refused', reply: '550 no', code: 550 });
    const asked = await ask();
    await desk.close();
    expect(await desk.entering.find(here(asked?.token))).to.include({ mailFailed: true });
    expect((await typesOf('office:OFF-01')).at(-1)).to.equal('office.code-not-sent');
  });

  it('leaves neither its code, its token nor its network address in the database', async () => {
    const { ask, lastCode, database } = await openDesk();
    const asked = await ask();
    const code = await lastCode();
    const kept = JSON.stringify(await database('office_entrances'));
    for (const secret of [asked?.token ?? '', code, code.replace(' ', ''), '192.0.2.1'])
      expect(kept).not.to.contain(secret);
  });
});
