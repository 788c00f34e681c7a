import { expect } from 'chai';
import type { Reader } from '../../src/archive/archive.ts';
import { createFakeExtraction, pdfSaying } from '../fakes/fake-extraction.ts';
import { openArchiveBox, paragraph, type ArchiveBox } from '../past-circulars/archive-box.ts';
import { openSearching } from './searching-room.ts';

const auditor: Reader = { roles: ['auditor'] };

describe('past circulars in the search', () => {
  let box: ArchiveBox;
  let searching: ReturnType<typeof openSearching>;

  before(async () => {
    box = await openArchiveBox(createFakeExtraction({ 1: 'Lettre numérisée sur les buvettes des stades.' }));
    await box.importing(
      {
        'a.pdf': pdfSaying(paragraph, 'Le barème des subventions est joint en annexe à cette page.'),
        'b.pdf': pdfSaying(''),
      },
      'a.pdf;Orientations départementales;2009;12/12/2008;PRMX0800123C;Jeanne Aubert;Emploi des crédits',
      'b.pdf;Courrier;;;;;',
    );
    await box.room.recogniseDue('archivist');
    searching = openSearching(
      {
        ...box,
        instructions: {
          listTexts: async () => [],
          corrected: async () => new Map(),
          listThreadStamps: async () => [],
        } as unknown as Parameters<typeof openSearching>[0]['instructions'],
      },
      { pastCirculars: box.room },
    );
  });
  after(() => box.close());

  const find = async (words: string, reader = auditor) => (await searching.search({ words }, reader)).results;

  it('are found by their words, with the page of their PDF', async () => {
    const [found, ...others] = await find('barèmes subvention');
    expect(others).to.have.length(0);
    expect(found).to.include({
      ...{ source: 'past-circular', page: 2, year: 2009, signedOn: '2008-12-12', signatory: 'Jeanne Aubert' },
      fileHref: '/circulaires-anciennes/2009-orientations-departementales/original.pdf',
    });
  });

  it('are found by their number and their subject', async () => {
    expect(await find('PRMX0800123C')).to.have.length(1);
    expect(await find('emploi crédits')).to.have.length(1);
  });

  it('say of a text that it was recognised', async () => {
    expect((await find('buvette stade'))[0]).to.include({ page: 1, section: 'Texte reconnu' });
  });

  it('are not found outside of a mission’s years, nor when nobody knows their year', async () => {
    const within = (fromYear: number, toYear: number): Reader => ({
      ...auditor,
      perimeter: { fromYear, toYear },
    });
    expect(await find('barème', within(2009, 2010))).to.have.length(1);
    expect(await find('barème', within(2010, 2011))).to.have.length(0);
    expect(await find('buvette', within(1900, 2100))).to.have.length(0);
  });

  it('are found by what is known once it is corrected', async () => {
    const { id } = (await box.room.find('sans-date-courrier')) ?? { id: '' };
    const facts = { title: 'Circulaire Ventoux', year: 2003, signedOn: undefined, nor: undefined };
    await box.room.correct('drafter', id, {
      seen: 1,
      facts: { ...facts, signatory: undefined, subject: undefined },
    });
    expect((await find('ventoux'))[0]).to.include({
      year: 2003,
      href: '/circulaires-anciennes/sans-date-courrier',
    });
  });
});
