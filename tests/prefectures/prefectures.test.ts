import { expect } from 'chai';
import { saltedHash } from '../../src/kernel/hash.ts';
import { contactFile, createTestDirectory } from './directory.ts';

describe('the directory', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
  });
  afterEach(() => directory.database.destroy());

  const recipients = (on: string) =>
    directory.database.transaction((transaction) =>
      directory.prefectures.listRecipients(transaction, { on }),
    );

  it('writes to 106 offices, each at an address of its own', async () => {
    const list = await recipients(directory.today);
    expect(list).to.have.length(106);
    expect(new Set(list.map(({ address }) => address)).size).to.equal(106);
    expect(list.filter(({ address }) => !/^[\x21-\x7e]+\.example$/.test(address))).to.deep.equal([]);
  });

  it('writes once to an office that holds a regional mandate too', async () => {
    const rhone = (await recipients(directory.today)).filter(({ officeId }) => officeId === 'OFF-69');
    expect(rhone.map(({ rank, address }) => [rank, address])).to.deep.equal([
      [1, 'circulaires@rhone.pref.example'],
    ]);
    const office = await directory.prefectures.findOffice('OFF-69');
    expect(office?.territories.map(({ id }) => id)).to.deep.equal(['DEP-69', 'REG-84']);
  });

  it('leads from a refused address to the next rank, then to nobody', async () => {
    await directory.database.transaction(async (transaction) => {
      const next = await directory.prefectures.nextContact(transaction, 'OFF-69', 1, directory.today);
      expect(next?.address).to.equal('cabinet@rhone.pref.example');
      expect(await directory.prefectures.nextContact(transaction, 'OFF-69', 2, directory.today)).to.equal(
        undefined,
      );
      expect(await directory.prefectures.nextContact(transaction, 'OFF-01', 1, directory.today)).to.equal(
        undefined,
      );
    });
  });

  it('writes to nobody before a contact is valid', async () => {
    expect(await recipients('2025-12-31')).to.deep.equal([]);
    expect(await recipients('2026-01-01')).to.have.length(106);
  });

  it('changes nothing when it is seeded again', async () => {
    const before = await directory.prefectures.listOffices({ on: directory.today });
    await directory.database.transaction(async (transaction) => {
      await directory.prefectures.seedOffices(transaction);
      expect(
        await directory.prefectures.seedDemonstrationContacts(transaction, { from: '2026-02-02' }),
      ).to.equal(0);
    });
    expect(await directory.prefectures.listOffices({ on: directory.today })).to.deep.equal(before);
  });

  it('says of an office its region, and of a region its departments', async () => {
    const offices = await directory.prefectures.listOffices({ on: directory.today });
    expect(offices).to.have.length(106);
    expect(offices.find(({ id }) => id === 'OFF-01')?.region?.name).to.equal('Auvergne-Rhône-Alpes');
    expect(offices.find(({ id }) => id === 'OFF-988')?.region).to.equal(undefined);
    expect((await directory.prefectures.listRegions()).length).to.equal(18);
    const departments = await directory.prefectures.listDepartments('REG-94');
    expect(departments.map(({ id }) => id)).to.deep.equal(['DEP-2A', 'DEP-2B']);
  });

  it('leads a region from the office that the public data give it to, while no mandate says otherwise', async () => {
    const on = directory.today;
    const led = await directory.prefectures.listRegionalOffices('OFF-69', { on });
    expect(led.map(({ region }) => region)).to.deep.equal([{ id: 'REG-84', name: 'Auvergne-Rhône-Alpes' }]);
    expect(led[0]?.offices).to.have.length(12);
    expect(await directory.prefectures.listRegionalOffices('OFF-01', { on })).to.deep.equal([]);
  });

  it('uses the last day of a contact, and not the day after', async () => {
    const file = contactFile('OFF-01;boîte fonctionnelle;1;nouvelle@ain.pref.example;;07/12/2026;31/12/2026');
    await directory.prefectures.importOffices('user-1', file);
    expect((await recipients('2026-12-31')).some(({ officeId }) => officeId === 'OFF-01')).to.equal(true);
    expect((await recipients('2027-01-01')).some(({ officeId }) => officeId === 'OFF-01')).to.equal(false);
  });

  it('writes no more to a contact whose details were erased', async () => {
    const first = (await recipients(directory.today)).find(({ officeId }) => officeId === 'OFF-69');
    await directory.database('contact_details').where({ contact_id: first?.contactId }).del();
    const next = (await recipients(directory.today)).find(({ officeId }) => officeId === 'OFF-69');
    expect(next?.address).to.equal('cabinet@rhone.pref.example');
    expect((await directory.prefectures.findOffice('OFF-69'))?.contacts).to.have.length(1);
  });

  it('keeps no address in the journal, only a hash that its salt proves', async () => {
    const lines = await directory.prefectures.history('OFF-01');
    expect(lines.map(({ type }) => type)).to.deep.equal(['contact.added']);
    expect(JSON.stringify(lines)).not.to.contain('example');
    const [contact] = (await directory.prefectures.findOffice('OFF-01'))?.contacts ?? [];
    const proof = saltedHash(contact?.addressSalt ?? '', 'circulaires@ain.pref.example');
    expect(lines[0]?.data).to.include({ contact: contact?.id, addressHash: proof });
    expect((await directory.journal.verify()).valid).to.equal(true);
  });

  it('refuses to move or remove a contact', async () => {
    const moving = await directory.database('contacts').update({ office_id: 'OFF-02' }).catch(String);
    expect(moving).to.contain('contacts_never_move');
    const removing = await directory.database('contacts').del().catch(String);
    expect(removing).to.contain('contacts_stay');
  });
});
