import { expect } from 'chai';
import {
  createPublicationsBench,
  failureOf,
  keysOf,
  take,
  type PublicationsBench,
} from '../publications-bench.ts';

const pdf = (words: string) =>
  Buffer.from(`%PDF-1.7\n% ${words}\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n`, 'latin1');
const report = { year: 2025, part: 'national' as const, title: 'Rapport d’activité 2025' };
const samir = (bench: PublicationsBench) => ({ id: bench.people.omni.id, roles: ['dispatcher'] });
const file = (bytes: Buffer) => ({ bytes, tooLarge: false });

describe('the public page', () => {
  let bench: PublicationsBench;
  beforeEach(async () => {
    bench = await createPublicationsBench();
  });
  afterEach(() => bench.close());

  async function publish() {
    const { publicPage, subject } = bench;
    const text = await publicPage.sources.instruction?.find(subject.id);
    const what = { sha256: text?.sha256 ?? '', reason: 'Demandé par la présidente.' };
    return publicPage.publish(samir(bench), subject, what);
  }

  it('shows nothing that a person did not put there, and stops no clock', async () => {
    expect((await bench.publicPage.read()).entries).to.eql([]);
    expect(take(await publish())).to.eql({ slug: '2027-chefs-de-projets' });
    const [entry, ...others] = (await bench.publicPage.read()).entries;
    expect(others).to.eql([]);
    expect(entry).to.deep.include({ year: 2027, signedOn: '2026-12-07', effects: [], elsewhere: [] });
    expect(await bench.publications.standingOf(bench.id)).to.eql({ state: 'not-published' });
  });

  it('takes only signed texts, by who sends them, and the very file that was read', async () => {
    const { publicPage, subject, people, instructions } = bench;
    const reason = 'r';
    const wrong = publicPage.publish(people.nora, subject, { sha256: 'f'.repeat(64), reason });
    expect(await failureOf(wrong)).to.contain('public-page.role-only');
    const other = await publicPage.publish(samir(bench), subject, { sha256: 'f'.repeat(64), reason });
    expect(keysOf(other)).to.eql(['public-page.other-file']);
    const draft = take(
      await instructions.create(people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    const of = { kind: 'instruction' as const, id: draft.id };
    const unsigned = await publicPage.publish(samir(bench), of, { sha256: 'f'.repeat(64), reason });
    expect(keysOf(unsigned)).to.eql(['public-page.not-signed']);
    take(await publish());
    expect(keysOf(await publish())).to.eql(['public-page.already']);
  });

  it('keeps the address of what is taken away, says why, and gives it back to the same text alone', async () => {
    const { publicPage, database } = bench;
    take(await publish());
    const [before] = await publicPage.listEntries();
    const id = before?.listing.id ?? '';
    expect(await failureOf(publicPage.withdraw(bench.people.nora, id, 'x'))).to.contain('role-only');
    bench.clock.advance(60_000);
    take(await publicPage.withdraw(samir(bench), id, 'Une annexe manquait.'));
    expect(keysOf(await publicPage.withdraw(samir(bench), id, 'x'))).to.eql([
      'public-page.already-withdrawn',
    ]);
    const withdrawn = await publicPage.find('2027-chefs-de-projets');
    expect(withdrawn?.listing.withdrawn).to.include({ reason: 'Une annexe manquait.' });
    expect(withdrawn?.updatedAt).to.equal('2026-12-07T13:31:00.000Z');
    expect(take(await publish())).to.eql({ slug: '2027-chefs-de-projets' });
    const again = await publicPage.find('2027-chefs-de-projets');
    expect(again?.listing.withdrawn).to.equal(undefined);
    expect(again?.listing.addressId).to.equal(before?.listing.addressId);
    for (const table of ['public_listings', 'public_addresses', 'public_withdrawals', 'public_feed'])
      expect(await failureOf(database(table).del()), table).to.contain(`${table}_is_append_only`);
    const row = await database('public_listings').first();
    const second = database('public_listings').insert({ ...row, id: 'other' });
    expect(await failureOf(second)).to.contain('public_listings_are_one_at_a_time');
  });

  it('says what repeals a text, and moves its date, though nobody touched the page', async () => {
    const { database, instructions, people, id, clock, publicPage } = bench;
    take(await publish());
    await database.transaction((trx) => instructions.markDispatched(trx, id, people.nora.id));
    clock.moveTo('2027-01-10T10:00:00.000Z');
    const repeal = { act: 'décision n° 12', on: '2027-01-05', byId: '', reason: 'Lue.' };
    take(await instructions.recordRepeal(people.nora, id, repeal));
    const { entries, updatedAt } = await publicPage.read();
    expect(entries[0]?.effects).to.eql([
      { relation: 'repeals', title: 'décision n° 12', slug: undefined, on: '2027-01-05' },
    ]);
    expect([entries[0]?.updatedAt, updatedAt]).to.eql(Array(2).fill('2027-01-10T10:00:00.000Z'));
  });

  it('tells where else a text is known to be published', async () => {
    const { publications, people, subject, publicPage } = bench;
    take(await publish());
    const typed = {
      site: 'Légifrance',
      url: 'https://www.legifrance.gouv.fr/x',
      on: '2026-12-07',
      remark: '',
    };
    take(await publications.record(people.nora, subject, typed));
    const [entry] = await publicPage.listEntries();
    expect(entry?.elsewhere.map(({ url }) => url)).to.eql([typed.url]);
  });

  it('keeps activity reports that can be opened, and lists them once they are made public', async () => {
    const { publicPage } = bench;
    const { keep } = publicPage.reports;
    const actor = samir(bench);
    const refused = async (over: Partial<typeof report>, bytes: Buffer) =>
      keysOf(await keep(actor, { ...report, ...over }, file(bytes)));
    expect(await refused({}, Buffer.from('<html>'))).to.eql(['public-page.report-other-kind']);
    expect(await refused({}, Buffer.alloc(0))).to.eql(['public-page.report-missing']);
    expect(await refused({}, pdf('broken'))).to.eql(['public-page.report-broken']);
    expect(await refused({ year: 2027 }, pdf('a'))).to.eql(['public-page.report-year']);
    expect(keysOf(await keep(actor, report, { bytes: undefined, tooLarge: true }))).to.eql([
      'public-page.report-too-large',
    ]);
    const { id } = take(await keep(actor, report, file(pdf('a'))));
    expect(await refused({}, pdf('a'))).to.eql(['public-page.report-again']);
    const second = take(await keep(actor, report, file(pdf('b')))).id;
    expect(await publicPage.listEntries()).to.eql([]);
    const slugs: string[] = [];
    for (const each of [id, second]) {
      const text = await publicPage.sources['activity-report']?.find(each);
      const subject = { kind: 'activity-report' as const, id: each };
      const published = await publicPage.publish(actor, subject, { sha256: text?.sha256 ?? '', reason: 'r' });
      slugs.push(take(published).slug);
    }
    const slug = 'rapport-d-activite-2025-synthese-nationale';
    expect(slugs).to.eql([slug, `${slug}-2`]);
    const bytes = await publicPage.sources['activity-report']?.bytesOf(second);
    expect(Buffer.from(bytes ?? []).equals(pdf('b'))).to.equal(true);
  });

  it('is designated only by what an administrator recorded, and no publication follows from it', async () => {
    const { publicPage, publications, people, subject, id } = bench;
    const paul = { id: people.omni.id, roles: ['administrator'] };
    const text = {
      reference: 'Arrêté du 1er décembre 2026',
      datedOn: '2026-12-01',
      url: 'https://a.example/1',
    };
    const { record, withdraw, standing } = publicPage.designations;
    expect(await failureOf(record(samir(bench), text))).to.contain('administrator-only');
    expect(keysOf(await record(paul, { ...text, datedOn: '2026-12-08', url: 'x' }))).to.eql([
      'publications.url-invalid',
      'public-page.day-to-come',
    ]);
    take(await publish());
    const own = {
      ...{ site: 'Estafette', url: 'https://estafette.example/circulaires/2027-chefs-de-projets' },
      ...{ on: '2026-12-07', remark: '' },
    };
    expect(keysOf(await publications.record(people.nora, subject, own))).to.eql(['publications.own-site']);
    const { id: designation } = take(await record(paul, text));
    expect(keysOf(await record(paul, text))).to.eql(['public-page.designated-already']);
    expect((await standing()).standing).to.include({ reference: text.reference });
    expect(await publications.standingOf(id)).to.eql({ state: 'not-published' });
    take(await publications.record(people.nora, subject, own));
    take(await withdraw(paul, { id: designation, reason: 'Annulé.' }));
    expect((await standing()).standing).to.equal(undefined);
    const types = [
      'public-page.designated',
      'public-page.designation-withdrawn',
      'public-page.listed',
    ] as const;
    const lines = await bench.journal.list({ types: [...types] });
    expect(lines).to.have.length(3);
    expect(JSON.stringify(lines)).not.to.match(/Arrêté|Annulé|présidente/);
  });
});
