import { expect } from 'chai';
import { seedPastCirculars } from '../../src/demonstration/past-circulars.ts';
import { createExtraction } from '../../src/extraction/extraction.ts';
import { openArchiveBox } from './archive-box.ts';

describe('the past circulars of a demonstration', () => {
  it('are imported as any folder is, and say that they are invented', async () => {
    const box = await openArchiveBox(createExtraction({ path: process.env.PATH ?? '' }));
    await seedPastCirculars({ pastCirculars: box.room });
    await seedPastCirculars({ pastCirculars: box.room });
    const circulars = await box.room.list();
    expect(circulars.map(({ year, pages, textless }) => [year, pages, textless])).to.deep.equal([
      [2009, 2, 0],
      [2004, 1, 1],
      [undefined, 1, 0],
    ]);
    for (const { title } of circulars) expect(title).to.match(/\(démonstration\)$/);
    const [read] = await box.room.pagesOf(circulars[0]?.id ?? '');
    expect(read?.text).to.contain('DÉMONSTRATION, SANS VALEUR');
    await box.close();
  });
});
