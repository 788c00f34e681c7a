import { expect } from 'chai';
import {
  createPublicationsBench,
  failureOf,
  keysOf,
  take,
  type PublicationsBench,
} from './publications-bench.ts';

const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n', 'latin1');
const typed = {
  ...{ site: 'Légifrance', url: 'https://www.legifrance.gouv.fr/circulaire/id/45000' },
  ...{ on: '2026-12-07', remark: 'Vue le jour même.' },
};

describe('what people record of a text’s publication', () => {
  let bench: PublicationsBench;
  before(async () => {
    bench = await createPublicationsBench();
  });
  // Records are told in the order of their instants.
  beforeEach(() => bench.clock.advance(1000));
  after(() => bench.close());

  it('says that a signed text is not known to be published, and nothing of a draft', async () => {
    const { publications, id } = bench;
    expect(await publications.standingOf(id)).to.deep.equal({ state: 'not-published' });
    expect([...(await publications.standings())]).to.deep.equal([[id, { state: 'not-published' }]]);
    const draft = take(
      await bench.instructions.create(bench.people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    expect(await publications.standingOf(draft.id)).to.equal(undefined);
    const of = { kind: 'instruction' as const, id: draft.id };
    expect(keysOf(await publications.record(bench.people.nora, of, typed))).to.eql([
      'publications.not-signed',
    ]);
    expect(keysOf(await publications.sayNotApplicable(bench.people.nora, of, 'r'))).to.eql([
      'publications.not-signed',
    ]);
  });

  it('takes it from who signs or sends, never from who wrote the text', async () => {
    const { publications, people, subject } = bench;
    expect(await failureOf(publications.record(people.claire, subject, typed))).to.contain('role-only');
    expect(await failureOf(publications.sayNotApplicable(people.hugo, subject, 'r'))).to.contain('role-only');
  });

  it('refuses a day to come, one before the signature, and what is no address of the web', async () => {
    const { publications, people, subject } = bench;
    const refusedFor = async (over: Partial<typeof typed>) =>
      keysOf(await publications.record(people.nora, subject, { ...typed, ...over }));
    expect(await refusedFor({ on: '2026-12-08' })).to.eql(['publications.day-to-come']);
    expect(await refusedFor({ on: '2026-12-06' })).to.eql(['publications.day-before']);
    for (const url of ['legifrance.gouv.fr', 'javascript:alert(1)', 'https://a:b@site.example/', ''])
      expect(await refusedFor({ url }), url).to.eql(['publications.url-invalid']);
  });

  it('says first that it is not applicable, with a reason, and only while nothing stands', async () => {
    const { publications, people, subject, id } = bench;
    const { id: said } = take(
      await publications.sayNotApplicable(people.nora, subject, 'Lettre sans portée.'),
    );
    expect(await publications.standingOf(id)).to.deep.equal({ state: 'not-applicable' });
    expect(keysOf(await publications.sayNotApplicable(people.nora, subject, 'r'))).to.eql([
      'publications.already-not-applicable',
    ]);
    take(await publications.withdraw(people.nora, subject, { publicationId: said, reason: 'Erreur.' }));
    expect(await publications.standingOf(id)).to.deep.equal({ state: 'not-published' });
    const again = await publications.withdraw(people.nora, subject, {
      publicationId: said,
      reason: 'Erreur.',
    });
    expect(keysOf(again)).to.eql(['publications.already-withdrawn']);
  });

  it('keeps the copy of the page under its hash, and refuses what is neither a PDF nor a picture', async () => {
    const { publications, people, subject } = bench;
    const { record } = publications;
    const page = Buffer.from('<!DOCTYPE html><title>Légifrance</title>');
    expect(keysOf(await record(people.nora, subject, typed, { bytes: page }))).to.eql([
      'publications.copy-other-kind',
    ]);
    expect(keysOf(await record(people.nora, subject, { ...typed, url: '' }, { tooLarge: true }))).to.eql([
      'publications.url-invalid',
      'publications.copy-too-large',
    ]);
    const { id } = take(await record(people.nora, subject, typed, { bytes: pdf }));
    const copy = await publications.copyOf(subject, id);
    expect(copy.mediaType).to.equal('application/pdf');
    expect(Buffer.from(copy.bytes).equals(pdf)).to.equal(true);
    const other = { kind: 'past-circular' as const, id: subject.id };
    expect(await failureOf(publications.copyOf(other, id))).to.contain('no such copy');
    expect(keysOf(await record(people.nora, subject, typed))).to.eql(['publications.already-recorded']);
  });

  it('tells the earliest of several, and goes back to the other when it is withdrawn', async () => {
    const { publications, people, subject, id, clock } = bench;
    clock.moveTo('2026-12-20T09:00:00.000Z');
    const later = {
      ...typed,
      site: 'drogues.gouv.fr',
      url: 'https://www.drogues.gouv.fr/a',
      on: '2026-12-18',
    };
    take(await publications.record(people.nora, subject, later));
    expect(await publications.standingOf(id)).to.deep.equal({
      ...{ state: 'published', publishedOn: '2026-12-07' },
      ...{ site: typed.site, url: typed.url },
    });
    expect(keysOf(await publications.sayNotApplicable(people.nora, subject, 'r'))).to.eql([
      'publications.already-published',
    ]);
    const [, first] = await publications.listOf(subject);
    const wrong = { publicationId: first?.id ?? '', reason: 'Mauvaise page.' };
    take(await publications.withdraw(people.nora, subject, wrong));
    expect(await publications.standingOf(id)).to.include({ publishedOn: '2026-12-18', url: later.url });
    expect((await publications.listOf(subject)).map(({ withdrawn }) => withdrawn?.reason)).to.eql([
      'Erreur.',
      'Mauvaise page.',
      undefined,
    ]);
  });

  it('never changes nor forgets a record, and keeps no word of it in the journal', async () => {
    const { database, journal } = bench;
    for (const table of ['publications', 'publications_withdrawn', 'publication_files']) {
      expect(await failureOf(database(table).del()), table).to.contain(`${table}_is_append_only`);
    }
    const lines = await journal.list({ types: ['publication.recorded', 'publication.withdrawn'] });
    expect(lines).to.have.length(4);
    expect(JSON.stringify(lines)).not.to.match(/egifrance|drogues|Mauvaise|jour même/);
    expect((await journal.verify()).valid).to.equal(true);
  });

  it('survives the erasure of what was typed', async () => {
    const { database, publications, subject, id } = bench;
    await database('publication_words').del();
    expect((await publications.listOf(subject)).map(({ words }) => words)).to.eql([null, null, null]);
    expect(await publications.standingOf(id)).to.include({ state: 'published' });
  });
});
