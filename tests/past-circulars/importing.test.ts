import { expect } from 'chai';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { createFakeExtraction, pdfSaying } from '../fakes/fake-extraction.ts';
import { openArchiveBox, paragraph, twoFiles, twoRows, type ArchiveBox } from './archive-box.ts';

describe('the import of a folder', () => {
  let box: ArchiveBox;
  /** Words of the file on which the next import dies. */
  let killedAt: string | undefined;
  beforeEach(async () => {
    killedAt = undefined;
    const extraction = createFakeExtraction();
    box = await openArchiveBox({
      ...extraction,
      async textOf(bytes) {
        if (killedAt !== undefined && Buffer.from(bytes).includes(killedAt)) throw new Error('killed');
        return extraction.textOf(bytes);
      },
    });
  });
  afterEach(() => box.close());

  const ends = (report: Awaited<ReturnType<ArchiveBox['importing']>>) => report.ends.map(({ end }) => end);
  const countFiles = async () => (await box.database('past_circular_files').select('sha256')).length;

  it('keeps the bytes as they came, what is known, and the text page by page', async () => {
    const { ends } = await box.importing(twoFiles, ...twoRows);
    expect(ends).to.deep.equal([
      { end: 'imported', name: 'a.pdf', slug: '2009-orientations-departementales', pages: 2, textless: 0 },
      { end: 'imported', name: 'b.pdf', slug: 'sans-date-sans-date', pages: 1, textless: 0 },
    ]);
    const kept = await box.room.find('2009-orientations-departementales');
    expect(kept).to.deep.include({
      ...{ title: 'Orientations départementales', year: 2009, signedOn: '2008-12-12', nor: 'PRMX0800123C' },
      ...{ signatory: 'Jeanne Aubert', subject: 'Emploi des crédits', fileName: 'a.pdf', number: 1 },
      ...{ sha256: sha256Hex(twoFiles['a.pdf']), bytes: twoFiles['a.pdf'].length, pages: 2, more: false },
    });
    const bytes = await box.room.bytesOf({ sha256: kept?.sha256 ?? '' });
    expect(Buffer.from(bytes ?? []).equals(twoFiles['a.pdf'])).to.equal(true);
    expect((await box.room.pagesOf(kept?.id ?? '')).map(({ page, text }) => [page, text])).to.deep.equal([
      [1, paragraph],
      [2, `${paragraph} Fin.`],
    ]);
  });

  it('writes one line of the journal a file, without a name in it', async () => {
    await box.importing(twoFiles, ...twoRows);
    const lines = (await box.journal.list()).filter(({ type }) => type === 'past-circular.imported');
    expect(lines).to.have.length(2);
    expect(JSON.stringify(lines)).not.to.match(/Aubert|a\.pdf/);
    expect((await box.journal.verify()).valid).to.equal(true);
  });

  it('doubles nothing when it is run again, even under other names', async () => {
    await box.importing(twoFiles, ...twoRows);
    const again = await box.importing({ 'copie.pdf': twoFiles['a.pdf'] }, 'copie.pdf;Une copie;2009;;;;');
    expect(again.ends).to.deep.equal([
      { end: 'already', name: 'copie.pdf', title: 'Orientations départementales' },
    ]);
    expect(await countFiles()).to.equal(2);
  });

  it('takes two names of the same bytes once', async () => {
    const same = { 'a.pdf': twoFiles['a.pdf'], 'b.pdf': twoFiles['a.pdf'] };
    expect(ends(await box.importing(same, ...twoRows)).sort()).to.deep.equal(['already', 'imported']);
    expect(await countFiles()).to.equal(1);
  });

  it('goes on where it was stopped, and leaves nothing half done', async () => {
    killedAt = 'Autre';
    const failure = await box.importing(twoFiles, ...twoRows).catch((error: Error) => error);
    expect(failure).to.have.property('message', 'killed');
    const titles = async () => (await box.room.list()).map(({ title }) => title);
    expect(await titles()).to.deep.equal(['Orientations départementales']);
    killedAt = undefined;
    expect(ends(await box.importing(twoFiles, ...twoRows))).to.deep.equal(['already', 'imported']);
    expect(await titles()).to.deep.equal(['Orientations départementales', 'Sans date']);
  });

  it('keeps what cannot be read, and refuses what is no PDF', async () => {
    const files = { 'a.pdf': pdfSaying('chiffré'), 'b.pdf': Buffer.alloc(0), 'c.pdf': Buffer.from('PK') };
    const { ends } = await box.importing(files, 'a.pdf;Un;;;;;', 'b.pdf;Deux;;;;;', 'c.pdf;Trois;;;;;');
    expect(ends).to.deep.equal([
      { end: 'unreadable', name: 'a.pdf', slug: 'sans-date-un', reason: 'encrypted' },
      { end: 'refused', name: 'b.pdf', reason: 'empty' },
      { end: 'refused', name: 'c.pdf', reason: 'not-a-pdf' },
    ]);
    expect((await box.room.list()).map(({ title, unreadable }) => [title, unreadable])).to.deep.equal([
      ['Un', 'encrypted'],
    ]);
  });

  it('does nothing at all while the CSV has a fault', async () => {
    const { plan, ends } = await box.importing(twoFiles, twoRows[0] ?? '', 'b.pdf;;;;;;');
    expect(plan.problems).to.have.length(1);
    expect(ends).to.deep.equal([]);
    expect(await countFiles()).to.equal(0);
  });

  it('gives two circulars of the same title two addresses', async () => {
    await box.importing(twoFiles, 'a.pdf;Rappel;2009;;;;', 'b.pdf;Rappel;2009;;;;');
    expect((await box.room.list()).map(({ slug }) => slug).sort()).to.deep.equal([
      '2009-rappel',
      '2009-rappel-2',
    ]);
  });

  it('cannot be undone in the database: neither bytes nor facts change or leave', async () => {
    await box.importing(twoFiles, ...twoRows);
    for (const table of ['past_circular_files', 'past_circulars', 'past_circular_facts']) {
      const refusal = async (work: Promise<unknown>) =>
        String(await work.catch((error: Error) => error.message));
      expect(await refusal(box.database(table).del())).to.contain(`${table}_is_append_only`);
      const column = table === 'past_circular_facts' ? 'title' : 'sha256';
      expect(await refusal(box.database(table).update({ [column]: 'x' }))).to.contain(
        `${table}_is_append_only`,
      );
    }
  });
});
