import { expect } from 'chai';
import { contactFile, createTestDirectory } from './directory.ts';

const good = 'OFF-01;boîte fonctionnelle;1;accueil@ain.pref.example;;;';

describe('the import of contacts', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
  });
  afterEach(() => directory.database.destroy());

  const importFile = (bytes: Uint8Array) => directory.prefectures.importOffices('user-1', bytes);
  const addresses = async (id: string) =>
    (await directory.prefectures.findOffice(id))?.contacts.map(({ address }) => address);
  const faults = async (...lines: string[]) =>
    (await importFile(contactFile(...lines))).problems.map(({ line, column, key }) => [
      line,
      column,
      key.replace('prefectures.import.', ''),
    ]);

  it('replaces the contacts of the offices it names, and of no other', async () => {
    const before = await addresses('OFF-02');
    const analysis = await importFile(
      contactFile(good, 'OFF-01;cabinet;2;cabinet@ain.pref.example;Mme Bresson;;'),
    );
    expect(analysis.problems).to.deep.equal([]);
    expect([analysis.plan.added.length, analysis.plan.ended.length, analysis.plan.unchanged]).to.deep.equal([
      2, 1, 0,
    ]);
    expect(await addresses('OFF-01')).to.deep.equal(['accueil@ain.pref.example', 'cabinet@ain.pref.example']);
    expect(await addresses('OFF-02')).to.deep.equal(before);
  });

  it('decides whom to write to from that day on', async () => {
    directory.clock.advance(60_000);
    await importFile(contactFile(good));
    const recipients = await directory.database.transaction((transaction) =>
      directory.prefectures.listRecipients(transaction, { on: directory.today }),
    );
    expect(recipients.find(({ officeId }) => officeId === 'OFF-01')?.address).to.equal(
      'accueil@ain.pref.example',
    );
  });

  it('is journaled, line by line, under its author', async () => {
    await importFile(contactFile(good));
    const lines = await directory.journal.list({ subjects: ['directory:offices', 'office:OFF-01'] });
    expect(lines.map(({ type, actor }) => `${actor} ${type}`)).to.deep.equal([
      'system contact.added',
      'user-1 directory.imported',
      'user-1 contact.ended',
      'user-1 contact.added',
    ]);
  });

  it('changes nothing the second time', async () => {
    await importFile(contactFile(good));
    const { plan } = await importFile(contactFile(good));
    expect([plan.added.length, plan.ended.length, plan.unchanged]).to.deep.equal([0, 0, 1]);
  });

  it('changes nothing at all when one line of many is wrong', async () => {
    const { lines } = await directory.journal.verify();
    expect(await faults(good, 'OFF-02;boîte fonctionnelle;1;sans arobase;;;')).to.deep.equal([
      [3, 'adresse', 'mail.address.invalid'],
    ]);
    expect(await addresses('OFF-01')).to.deep.equal(['circulaires@ain.pref.example']);
    expect((await directory.journal.verify()).lines).to.equal(lines);
  });

  it('tells every wrong cell, by line and column', async () => {
    expect(
      await faults(
        'OFF-20;boîte fonctionnelle;1;a@b.example;;;',
        'OFF-03;concierge;0;a@b.example;;31/02/2026;01/01/2026',
        'OFF-04;cabinet;1;a b@c.example;=SUM(A1);01/06/2026;31/05/2026',
      ),
    ).to.deep.equal([
      [2, 'bureau', 'unknown-office'],
      [3, 'type de contact', 'kind'],
      [3, 'rang', 'rank'],
      [3, 'valable du', 'no-such-date'],
      [4, 'adresse', 'mail.address.invalid'],
      [4, 'nom', 'formula'],
      [4, 'valable au', 'ends-before-start'],
    ]);
  });

  it('refuses what would become a second line of a mail header', async () => {
    expect(await faults('OFF-01;cabinet;1;"a@b.example\nBcc: x@y.example";;;')).to.deep.include([
      3,
      'adresse',
      'control-characters',
    ]);
    expect(await faults('OFF-01;cabinet;1;a@b.example;"Mme\tBresson";;')).to.deep.equal([
      [2, 'nom', 'control-characters'],
    ]);
  });

  it('refuses an address with a comment, a name, another address or quotes around it', async () => {
    const lines = [
      'a(le préfet)@b.example',
      'Ain <a@b.example>',
      'a@b.example, c@d.example',
      'a@[192.0.2.1]',
    ];
    const written = lines.map((address, index) => `OFF-0${index + 1};cabinet;1;"${address}";;;`);
    expect(await faults(...written, 'OFF-05;cabinet;1;"""a b""@c.example";;;')).to.deep.equal([
      [2, 'adresse', 'mail.address.comment'],
      [3, 'adresse', 'mail.address.not-alone'],
      [4, 'adresse', 'mail.address.not-alone'],
      [5, 'adresse', 'mail.address.domain'],
      [6, 'adresse', 'mail.address.quoted'],
    ]);
  });

  it('keeps an internationalised domain in the form that a mail server takes', async () => {
    const { problems, warnings } = await importFile(
      contactFile('OFF-01;boîte fonctionnelle;1;circulaires@préfecture-réunion.example;;;'),
    );
    expect([problems, warnings]).to.deep.equal([[], []]);
    // From Python's own codec: 'préfecture-réunion'.encode('idna').
    expect(await addresses('OFF-01')).to.deep.equal(['circulaires@xn--prfecture-runion-cqbj.example']);
  });

  it('warns of letters before the @ that many servers do not take', async () => {
    const { problems, warnings } = await importFile(contactFile('OFF-01;cabinet;1;préfet@ain.example;;;'));
    expect(problems).to.deep.equal([]);
    expect(warnings.map(({ key }) => key)).to.deep.equal(['prefectures.import.accents-before-at']);
  });

  it('keeps a name with quotes and accents as it is written', async () => {
    await importFile(contactFile('OFF-01;cabinet;1;a@b.example;"Mme Zoé ""d’Aïn"", cheffe de cabinet";;'));
    const office = await directory.prefectures.findOffice('OFF-01');
    expect(office?.contacts[0]?.personName).to.equal('Mme Zoé "d’Aïn", cheffe de cabinet');
  });

  it('takes a department or a collectivity for the office that administers it', async () => {
    expect(await faults('DEP-69;boîte fonctionnelle;1;accueil@rhone.pref.example;;;')).to.deep.equal([]);
    expect(await addresses('OFF-69')).to.deep.equal(['accueil@rhone.pref.example']);
    await importFile(contactFile('COM-978;boîte fonctionnelle;1;accueil@iles.pref.example;;;'));
    expect(await addresses('OFF-977')).to.deep.equal(['accueil@iles.pref.example']);
  });

  it('sends a region to the office that holds its mandate', async () => {
    const { problems } = await importFile(contactFile('REG-84;boîte fonctionnelle;1;a@b.example;;;'));
    expect(problems[0]).to.deep.include({
      key: 'prefectures.import.region-has-no-office',
      params: { office: 'OFF-69' },
    });
  });

  it('refuses a bare code, which could be a region as well', async () => {
    expect(await faults('84;cabinet;1;a@b.example;;;')).to.deep.equal([[2, 'bureau', 'unknown-office']]);
  });

  it('refuses one rank for two contacts, and one mailbox twice in an office', async () => {
    expect(await faults(good, 'OFF-01;cabinet;1;cabinet@ain.pref.example;;;')).to.deep.equal([
      [3, 'rang', 'rank-taken'],
    ]);
    expect(await faults(good, 'OFF-01;cabinet;2;Accueil@ain.pref.example;;;')).to.deep.equal([
      [3, 'adresse', 'duplicate'],
    ]);
  });

  it('lets a rank pass from one contact to the next on another day', async () => {
    const handover = [
      'OFF-01;chef de projet;1;un@ain.pref.example;M. Un;01/12/2026;31/12/2026',
      'OFF-01;chef de projet;1;deux@ain.pref.example;Mme Deux;01/01/2027;',
    ];
    expect(await faults(...handover)).to.deep.equal([]);
    const on = async (day: string) =>
      (await directory.prefectures.findOffice('OFF-01', { on: day }))?.contacts[0]?.personName;
    expect([await on('2026-12-31'), await on('2027-01-01')]).to.deep.equal(['M. Un', 'Mme Deux']);
  });

  it('warns of a mailbox that another office has too, and imports it', async () => {
    const { problems, warnings } = await importFile(
      contactFile('OFF-01;cabinet;1;CIRCULAIRES@aisne.pref.example;;;'),
    );
    expect(problems).to.deep.equal([]);
    expect(warnings.map(({ key, params }) => [key, params?.['office']])).to.deep.equal([
      ['prefectures.import.shared-mailbox', 'OFF-02'],
    ]);
  });

  it('warns of an office that it leaves without a contact today', async () => {
    const { warnings } = await importFile(contactFile('OFF-01;cabinet;1;a@ain.pref.example;;01/01/2027;'));
    expect(warnings.map(({ key }) => key)).to.deep.equal(['prefectures.import.nobody-today']);
  });

  it('previews without changing anything', async () => {
    const analysis = await directory.prefectures.analyseImport(contactFile(good));
    expect(analysis.plan.added.map(({ address }) => address)).to.deep.equal(['accueil@ain.pref.example']);
    expect(await addresses('OFF-01')).to.deep.equal(['circulaires@ain.pref.example']);
  });

  describe('after its preview', () => {
    const stage = async () => {
      const bytes = contactFile(good);
      const { planSha256 } = await directory.prefectures.analyseImport(bytes);
      return { id: await directory.prefectures.stageImport('user-1', bytes), planSha256 };
    };

    it('is applied once', async () => {
      const { id, planSha256 } = await stage();
      expect((await directory.prefectures.confirmImport('user-1', id, planSha256)).state).to.equal(
        'imported',
      );
      expect((await directory.prefectures.confirmImport('user-1', id, planSha256)).state).to.equal('gone');
      expect(await addresses('OFF-01')).to.deep.equal(['accueil@ain.pref.example']);
    });

    it('cannot be confirmed by someone else', async () => {
      const { id, planSha256 } = await stage();
      expect((await directory.prefectures.confirmImport('user-2', id, planSha256)).state).to.equal('gone');
    });

    it('is shown again when the directory changed meanwhile', async () => {
      const { id, planSha256 } = await stage();
      await importFile(contactFile('OFF-01;cabinet;1;autre@ain.pref.example;;;'));
      expect((await directory.prefectures.confirmImport('user-1', id, planSha256)).state).to.equal(
        'to-review',
      );
      expect(await addresses('OFF-01')).to.deep.equal(['autre@ain.pref.example']);
    });

    it('is forgotten after a day', async () => {
      const { id, planSha256 } = await stage();
      directory.clock.advance(25 * 3600 * 1000);
      await stage();
      expect((await directory.prefectures.confirmImport('user-1', id, planSha256)).state).to.equal('gone');
    });
  });
});
