import { expect } from 'chai';
import { createContactTasks } from '../../src/prefectures/prefectures.ts';
import { ain, createProposalsBench, messages, samir } from './proposals-bench.ts';

describe('what an office proposes of its contacts', () => {
  let bench: Awaited<ReturnType<typeof createProposalsBench>>;
  beforeEach(async () => {
    bench = await createProposalsBench();
  });
  afterEach(() => bench.database.destroy());

  const keysOf = (outcome: { ok: boolean; errors?: { key: string; field: string }[] }) =>
    (outcome.errors ?? []).map(({ field, key }) => `${field} ${key}`.trim());
  const accept = (id: string, verified = false) => bench.proposals.accept(samir, id, { verified });
  const typesOf = async () => (await bench.prefectures.history('OFF-01')).map(({ type }) => type);
  async function sent() {
    await bench.outbox.sendDue();
    return bench.mailer.delivered.map(({ to, subject }) => [to.address, subject]);
  }

  it('changes nothing before it is accepted, and is proposed once however often it is posted', async () => {
    const before = await bench.contacts();
    const given = bench.given();
    await bench.proposals.propose(ain, given);
    await bench.proposals.propose(ain, given);
    expect(await bench.proposals.countProposed()).to.equal(1);
    expect(await bench.contacts()).to.deep.equal(before);
    const [line] = await bench.journal.list({ types: ['contact.proposed'] });
    expect(line).to.deep.include({ actor: 'office:OFF-01', subject: 'office:OFF-01' });
    expect(JSON.stringify(line)).not.to.match(/Morel|Cros|ain\.example/);
  });

  it('is applied to the directory from its day on, under the name of who accepted it', async () => {
    expect((await accept(await bench.proposed())).ok).to.equal(true);
    const ever = await bench.prefectures.listContactsEver('OFF-01');
    const coming = ever.find(({ address }) => address === 'ines.morel@ain.example');
    expect(coming).to.include({ rank: bench.lead.rank, kind: bench.lead.kind, validFrom: '2026-12-14' });
    expect(ever.find(({ id }) => id === bench.lead.id)?.endedOn).to.equal('2026-12-14');
    expect(await typesOf()).to.include.members([
      'contact.proposed',
      'contact.added',
      'contact.proposal-accepted',
    ]);
    const [line] = await bench.journal
      .list({ types: ['contact.added'], subjects: ['office:OFF-01'] })
      .then((lines) => lines.slice(-1));
    expect(line?.actor).to.equal(samir.id);
  });

  it('never rewrites what was: a day that is over holds from the day of the acceptance', async () => {
    await accept(await bench.proposed({ fromOn: '2026-11-01' }));
    const added = (await bench.contacts()).find(({ address }) => address === 'ines.morel@ain.example');
    expect(added?.validFrom).to.equal('2026-12-07');
  });

  it('adds a contact after the others, and withdraws one who left', async () => {
    const { contactId: _none, ...added } = bench.given({
      action: 'add',
      kind: 'deputy',
      fromOn: '2026-12-07',
    });
    await bench.proposals.propose(ain, added);
    const [adding] = await bench.proposals.list({ state: 'proposed' });
    const ranks = (await bench.contacts()).map(({ rank }) => rank);
    await accept(adding?.id ?? '');
    expect((await bench.contacts()).at(-1)).to.include({ rank: Math.max(...ranks) + 1, kind: 'deputy' });
    await accept(await bench.proposed({ action: 'withdraw', fromOn: '2026-12-07' }));
    expect((await bench.contacts()).map(({ id }) => id)).not.to.include(bench.lead.id);
  });

  it('is refused beside its field when the directory would refuse it', async () => {
    const wrong = bench.given({ address: 'pas une adresse', personName: '=1+1' });
    expect(keysOf(await bench.proposals.propose(ain, wrong))).to.have.length(2);
    const known = bench.given({ address: bench.mailbox.address });
    expect(keysOf(await bench.proposals.propose(ain, known))).to.deep.equal([
      'adresse prefectures.contact.known',
    ]);
    const other = { id: 'OFF-02', strength: 'code' as const };
    expect(keysOf(await bench.proposals.propose(other, bench.given()))).to.deep.equal([
      'proposals.propose.not-yours',
    ]);
    expect(await bench.proposals.countProposed()).to.equal(0);
  });

  it('is decided once, by whoever may import, and a refused change takes its acceptance back', async () => {
    const id = await bench.proposed();
    const auditor = { id: 'u', roles: ['auditor'] };
    expect(keysOf(await bench.proposals.accept(auditor, id, { verified: true }))).to.deep.equal([
      'proposals.decide.deciders-only',
    ]);
    // Meanwhile somebody withdrew by hand the contact that it replaces.
    await bench.prefectures.endContact(samir.id, { officeId: 'OFF-01', contactId: bench.lead.id });
    expect(keysOf(await accept(id))).to.deep.equal(['proposals.decide.contact-gone']);
    expect((await bench.proposals.find(id))?.state).to.equal('proposed');
    expect((await bench.proposals.refuse(samir, id, 'Déjà fait.')).ok).to.equal(true);
    expect(keysOf(await accept(id))).to.deep.equal(['proposals.decide.already']);
    expect((await bench.proposals.find(id))?.decided?.reason).to.equal('Déjà fait.');
  });

  it('says why it was refused, by mail to the functional mailbox', async () => {
    await bench.proposals.refuse(samir, await bench.proposed(), 'Cette personne est à l’Aisne.');
    expect(await sent()).to.deep.equal([[bench.mailbox.address, messages('proposals.mail.refused-subject')]]);
    expect(bench.mailer.delivered[0]?.text).to.contain('Cette personne est à l’Aisne.');
  });

  describe('of a new functional mailbox', () => {
    const mailbox = () => ({
      ...{ contactId: bench.mailbox.id, kind: 'functional-mailbox' as const, personName: '' },
      address: 'nouvelle-boite@ain.example',
    });

    it('is told at once to the present one, and asks for a telephone call', async () => {
      const id = await bench.proposed(mailbox());
      expect(await sent()).to.deep.equal([
        [bench.mailbox.address, messages('proposals.mail.proposed-subject')],
      ]);
      expect(keysOf(await accept(id))).to.deep.equal(['verified proposals.decide.not-verified']);
      expect((await bench.proposals.find(id))?.state).to.equal('proposed');
    });

    it('is announced to the former and to the new address once it is accepted', async () => {
      const id = await bench.proposed(mailbox());
      await sent();
      bench.mailer.delivered.length = 0;
      expect((await accept(id, true)).ok).to.equal(true);
      expect((await sent()).map(([address]) => address)).to.have.members([
        bench.mailbox.address,
        'nouvelle-boite@ain.example',
      ]);
      const [line] = await bench.journal.list({ types: ['contact.proposal-accepted'] });
      expect(line?.data).to.include({ verified: 'telephone', action: 'replace' });
    });
  });

  describe('of the address that codes go to, where the office has no functional mailbox', () => {
    beforeEach(() =>
      bench.prefectures.endContact(samir.id, { officeId: 'OFF-01', contactId: bench.mailbox.id }),
    );

    it('asks for a telephone call, whatever the contact is, and tells the present address', async () => {
      const id = await bench.proposed({ fromOn: '2026-12-07' });
      expect((await sent()).map(([address]) => address)).to.deep.equal([bench.lead.address]);
      expect(keysOf(await accept(id))).to.deep.equal(['verified proposals.decide.not-verified']);
      expect((await accept(id, true)).ok).to.equal(true);
      expect((await sent()).map(([address]) => address).slice(1)).to.have.members([
        bench.lead.address,
        'ines.morel@ain.example',
      ]);
    });

    it('asks for it too when the address would only change on a later day', async () => {
      const { officeId, rank, kind, address, personName } = bench.lead;
      const until = { validFrom: '2026-12-08', validTo: '2026-12-31' };
      await bench.prefectures.changeContact(samir.id, {
        ...{ officeId, rank, kind, address: `2.${address}`, personName, ...until },
      });
      const { contactId: _none, ...added } = bench.given({ action: 'add', kind: 'deputy' });
      await bench.proposals.propose(ain, added);
      const [adding] = await bench.proposals.list({ state: 'proposed' });
      expect(keysOf(await accept(adding?.id ?? ''))).to.deep.equal([
        'verified proposals.decide.not-verified',
      ]);
    });

    it('asks for none when somebody is added after it', async () => {
      const added = bench.given({ action: 'add', kind: 'deputy', contactId: bench.lead.id });
      await bench.proposals.propose(ain, added);
      const [adding] = await bench.proposals.list({ state: 'proposed' });
      expect((await accept(adding?.id ?? '')).ok).to.equal(true);
      // A contact named beside « add » is taken from nobody.
      expect((await bench.contacts()).map(({ id }) => id)).to.include(bench.lead.id);
      expect(await sent()).to.deep.equal([]);
    });
  });

  describe('once a year', () => {
    const said = { name: 'Paul Cros', function: 'Secrétariat du cabinet' };
    const tasks = async () => {
      const { proposals, clock } = bench;
      return (await createContactTasks({ proposals, messages, clock }).tasksOf('OFF-01')).map(
        ({ title }) => title,
      );
    };

    it('is asked from a campaign on, until it says that all is right', async () => {
      expect(await tasks()).to.deep.equal(['Confirmer vos contacts']);
      await bench.confirm(said);
      await bench.confirm({ ...said, name: 'Une autre' });
      expect(await tasks()).to.deep.equal([]);
      const [confirmed, ...others] = await bench.proposals.confirmations.list();
      expect(others).to.deep.equal([]);
      expect(confirmed).to.deep.include({ officeId: 'OFF-01', year: 2026, person: said });
    });

    it('says nothing of contacts that changed since they were read, and tells which', async () => {
      const seen = (await bench.contacts()).map(({ id }) => id);
      await accept(await bench.proposed({ fromOn: '2026-12-07' }));
      const late = await bench.proposals.confirmations.confirm(ain, { ...said, seen });
      if (late.state !== 'changed') throw new Error(late.state);
      expect(late.came.map(({ personName }) => personName)).to.deep.equal(['Inès Morel']);
      expect(late.left.map(({ id }) => id)).to.deep.equal([bench.lead.id]);
      expect(await bench.proposals.confirmations.list()).to.deep.equal([]);
      // Of another office's contacts, nothing is told.
      const others = (await bench.prefectures.findOffice('OFF-02'))?.contacts.map(({ id }) => id) ?? [];
      const strange = await bench.proposals.confirmations.confirm(ain, { ...said, seen: others });
      expect(strange).to.deep.include({ state: 'changed', left: [] });
    });

    it('is asked again by the campaign of another year, and by none that never wrote to it', async () => {
      await bench.confirm(said);
      bench.clock.moveTo('2027-11-30T10:00:00.000Z');
      expect(await bench.proposals.confirmations.isAsked('OFF-01')).to.equal(false);
      bench.opened.at = '2027-11-29T10:00:00.000Z';
      expect(await bench.proposals.confirmations.isAsked('OFF-01')).to.equal(true);
      bench.opened.at = undefined;
      expect(await bench.proposals.confirmations.isAsked('OFF-01')).to.equal(false);
    });
  });

  it('is one of ten an hour for its office', async () => {
    const propose = () => bench.proposals.propose(ain, bench.given());
    for (let count = 0; count < 10; count += 1) expect((await propose()).ok).to.equal(true);
    expect(keysOf(await propose())).to.deep.equal(['proposals.too-many.hour']);
    bench.clock.advance(3_600_000);
    expect((await propose()).ok).to.equal(true);
  });

  it('shows an office for thirty days what became of its proposals', async () => {
    bench.opened.at = undefined;
    const { proposals, clock } = bench;
    const labels = async () =>
      (await createContactTasks({ proposals, messages, clock }).tasksOf('OFF-01')).map(
        ({ state }) => state.label,
      );
    const id = await bench.proposed();
    expect(await labels()).to.deep.equal(['En attente de décision']);
    await proposals.refuse(samir, id, 'Non.');
    expect(await labels()).to.deep.equal(['Refusée']);
    clock.advance(31 * 24 * 3_600_000);
    expect(await labels()).to.deep.equal([]);
  });
});
