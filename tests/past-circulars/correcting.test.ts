import { expect } from 'chai';
import type { CircularFacts } from '../../src/past-circulars/past-circular.ts';
import { openArchiveBox, twoFiles, twoRows, type ArchiveBox } from './archive-box.ts';

describe('what is known of a past circular', () => {
  let box: ArchiveBox;
  beforeEach(async () => {
    box = await openArchiveBox();
    await box.importing(twoFiles, ...twoRows);
  });
  afterEach(() => box.close());

  const facts: CircularFacts = {
    ...{ title: 'Emploi des crédits', year: 2003, signedOn: '2003-01-15', nor: 'prmx 03 00001 c' },
    ...{ signatory: 'Didier Lantier', subject: undefined },
  };
  async function correct(change: Partial<CircularFacts> = {}, seen = 1) {
    const { id } = (await box.room.find('sans-date-sans-date')) ?? { id: '' };
    return box.room.correct('drafter', id, { seen, facts: { ...facts, ...change } });
  }

  it('is corrected, under the same address, and what was written before stays', async () => {
    expect(await correct()).to.deep.equal({ ok: true, value: 'done' });
    expect(await box.room.find('sans-date-sans-date')).to.include({
      ...{ title: 'Emploi des crédits', year: 2003, nor: 'PRMX0300001C', signatory: 'Didier Lantier' },
      ...{ number: 2, fileName: 'b.pdf' },
    });
    const titles = await box.database('past_circular_facts').orderBy('number').pluck('title');
    expect(titles).to.include.members(['Sans date', 'Emploi des crédits']);
  });

  it('leaves a line in the journal, without a name in it', async () => {
    await correct();
    const lines = (await box.journal.list()).filter(({ type }) => type === 'past-circular.corrected');
    expect(lines.map(({ actor }) => actor)).to.deep.equal(['drafter']);
    expect(JSON.stringify(lines)).not.to.contain('Lantier');
  });

  it('is not written over what somebody else corrected meanwhile', async () => {
    await correct();
    const late = await correct({ title: 'Autre' }, 1);
    expect(late).to.deep.include({ ok: false });
    expect(await box.room.find('sans-date-sans-date')).to.include({ title: 'Emploi des crédits' });
  });

  it('is left alone when nothing changes', async () => {
    await correct();
    expect(await correct({}, 2)).to.deep.equal({ ok: true, value: 'same' });
    expect(await box.room.find('sans-date-sans-date')).to.include({ number: 2 });
  });

  it('cannot be signed tomorrow, nor be about a year that is far', async () => {
    const refusal = await correct({ signedOn: '2026-12-08', year: 2030 });
    expect(!refusal.ok && refusal.errors.map(({ field }) => field)).to.deep.equal(['annee', 'signature']);
  });
});
