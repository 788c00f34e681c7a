import { expect } from 'chai';
import { createFakeExtraction, pdfSaying } from '../fakes/fake-extraction.ts';
import { openArchiveBox, paragraph } from './archive-box.ts';

const scan = { 'a.pdf': pdfSaying('', '12', paragraph) };
const row = 'a.pdf;Numérisée;2004;;;;';

describe('a circular that was scanned', () => {
  it('is kept without its text where tesseract is not there, and waits', async () => {
    const box = await openArchiveBox(createFakeExtraction());
    await box.importing(scan, row);
    expect(await box.room.recogniseDue('archivist')).to.include({ able: false, pages: 0 });
    expect((await box.room.list())[0]).to.include({ textless: 2, recognised: 0, due: 2 });
    await box.close();
  });

  it('is recognised page by page, apart from what the file says by itself', async () => {
    const guess = `${paragraph} Reconnu.`;
    const box = await openArchiveBox(createFakeExtraction({ 1: guess, 2: '' }));
    await box.importing(scan, row);
    expect(await box.room.recogniseDue('archivist')).to.deep.equal({
      ...{ able: true, pages: 2, recognised: 1, failed: 0 },
    });
    const [circular] = await box.room.list();
    expect(circular).to.include({ textless: 2, recognised: 1, due: 0 });
    expect(await box.room.pagesOf(circular?.id ?? '')).to.deep.equal([
      { page: 1, text: guess, recognised: true, textless: false },
      { page: 2, text: '12', recognised: false, textless: true },
      { page: 3, text: paragraph, recognised: false, textless: false },
    ]);
    expect((await box.room.journalOf(circular?.id ?? '')).map(({ type }) => type)).to.deep.equal([
      'past-circular.imported',
      'past-circular.recognised',
    ]);
    expect(await box.room.recogniseDue('archivist')).to.include({ pages: 0 });
    await box.close();
  });

  it('is tried again where a page could not be read', async () => {
    const box = await openArchiveBox(createFakeExtraction({}));
    await box.importing(scan, row);
    expect(await box.room.recogniseDue('archivist')).to.include({ pages: 2, recognised: 0, failed: 2 });
    expect((await box.room.list())[0]).to.include({ due: 2 });
    await box.close();
  });
});
