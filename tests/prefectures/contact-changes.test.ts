import { expect } from 'chai';
import type { ContactChange } from '../../src/prefectures/prefectures.ts';
import { createTestDirectory } from './directory.ts';

describe('a contact changed by hand', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
  });
  afterEach(() => directory.database.destroy());

  const change = (changed: Partial<ContactChange> = {}): ContactChange => ({
    ...{ officeId: 'OFF-01', rank: 1, kind: 'functional-mailbox', address: 'nouvelle@ain.pref.example' },
    ...changed,
  });
  const replace = (changed?: Partial<ContactChange>) =>
    directory.database.transaction((transaction) =>
      directory.prefectures.replaceContact(transaction, 'user-1', change(changed)),
    );
  const addresses = async (on: string) =>
    (await directory.prefectures.findOffice('OFF-01', { on }))?.contacts.map(({ address }) => address);
  const faults = async (changed: Partial<ContactChange>) => {
    const done = await replace(changed);
    return done.ok ? 'accepted' : done.errors.map(({ field, key }) => `${field} ${key.split('.').at(-1)}`);
  };

  it('takes the place of the one of its rank on its first day, and not before', async () => {
    const done = await replace({ validFrom: '2027-01-15' });
    expect(done.ok && done.value.ended.map(({ address }) => address)).to.deep.equal([
      'circulaires@ain.pref.example',
    ]);
    expect(await addresses('2027-01-14')).to.deep.equal(['circulaires@ain.pref.example']);
    expect(await addresses('2027-01-15')).to.deep.equal(['nouvelle@ain.pref.example']);
  });

  it('stands beside those of other ranks', async () => {
    await replace({ rank: 2, kind: 'deputy', personName: 'Dominique Essai' });
    expect(await addresses(directory.today)).to.deep.equal([
      'circulaires@ain.pref.example',
      'nouvelle@ain.pref.example',
    ]);
  });

  it('is journaled under its author, without its address', async () => {
    await replace();
    const lines = await directory.prefectures.history('OFF-01');
    expect(lines.slice(1).map(({ type, actor }) => `${actor} ${type}`)).to.deep.equal([
      'user-1 contact.ended',
      'user-1 contact.added',
    ]);
    expect(JSON.stringify(lines)).not.to.contain('example');
  });

  it('is refused beside its field, and nothing changes', async () => {
    const { lines } = await directory.journal.verify();
    expect(await faults({ address: 'sans arobase' })).to.deep.equal(['adresse invalid']);
    expect(await faults({ rank: 0, personName: '=1+1' })).to.deep.equal(['rang rank', 'nom formula']);
    expect(await faults({ personName: 'a\nb' })).to.deep.equal(['nom control-characters']);
    expect(await faults({ personName: 'x'.repeat(121) })).to.deep.equal(['nom name-too-long']);
    expect(await faults({ validFrom: '2027-02-02', validTo: '2027-02-01' })).to.deep.equal([
      'fin ends-before-start',
    ]);
    expect(await faults({ rank: 2, address: 'Circulaires@ain.pref.example' })).to.deep.equal([
      'adresse known',
    ]);
    expect(await faults({ address: 'circulaires@ain.pref.example' })).to.deep.equal(['adresse unchanged']);
    expect((await directory.journal.verify()).lines).to.equal(lines);
  });

  it('does not run into the one that takes its rank later', async () => {
    await replace({ validFrom: '2027-03-01' });
    expect(await faults({ address: 'autre@ain.pref.example' })).to.deep.equal(['rang taken-later']);
    expect(await faults({ address: 'autre@ain.pref.example', validTo: '2027-02-28' })).to.equal('accepted');
  });

  it('is withdrawn from a day on, once', async () => {
    const [contact] = (await directory.prefectures.findOffice('OFF-01'))?.contacts ?? [];
    const withdraw = (on: string) =>
      directory.database.transaction((transaction) =>
        directory.prefectures.withdrawContact(transaction, 'user-1', {
          ...{ officeId: 'OFF-01', contactId: contact?.id ?? '', on },
        }),
      );
    expect(await withdraw('2025-12-31')).to.have.nested.property('errors[0].field', 'fin');
    expect((await withdraw('2026-12-10')).ok).to.equal(true);
    expect(await addresses('2026-12-09')).to.have.length(1);
    expect(await addresses('2026-12-10')).to.deep.equal([]);
    expect(await withdraw('2026-12-11')).to.have.nested.property(
      'errors[0].key',
      'prefectures.contact.already-withdrawn',
    );
  });

  it('leaves the day of the last change in the past while a withdrawal is to come', async () => {
    await replace({ validFrom: '2027-03-01' });
    expect(await directory.prefectures.changedOn()).to.equal(directory.today);
  });
});
