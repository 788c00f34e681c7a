import { expect } from 'chai';
import { documentModel, listModel } from '../../../src/publications/public-page/citizen-page.ts';
import type { ShelfEntry } from '../../../src/publications/public-page/shelf.ts';
import type { PublicText } from '../../../src/publications/public-page/source.ts';
import { messages } from '../publications-bench.ts';

const at = '2026-12-08T10:00:00.000Z';
const facts = {
  ...{ id: 'i', slug: '2027-chefs-de-projets', title: 'Instruction 2027', year: 2027 },
  ...{ signedOn: '2026-12-07', effects: [] },
};
const listing: ShelfEntry['listing'] = {
  ...{ id: 'l', addressId: 'a', slug: facts.slug, sha256: 's', bytes: 1000, listedAt: at, listedBy: 'u' },
  subject: { kind: 'instruction', id: 'i' },
  withdrawn: undefined,
};
const entry: ShelfEntry = { ...facts, listing, elsewhere: [], updatedAt: at };
const text: PublicText = {
  ...{ ...facts, sha256: 's', bytes: 1000, pages: 5, markKey: undefined, signatory: undefined },
  ...{ nor: undefined, html: '<p>a</p>', words: [], corrects: undefined, contact: undefined },
};
const replaced = {
  ...{ relation: 'replaces' as const, title: 'Rectificatif' },
  ...{ slug: '2027-rectificatif', on: '2027-01-10' },
};
const addresses = new Map([
  ['2027-chefs-de-projets', '/circulaires/2027-chefs-de-projets'],
  ['2027-rectificatif', '/circulaires/2027-rectificatif-2'],
]);
const documentOf = (over: { entry?: Partial<ShelfEntry>; text?: Partial<PublicText> }, known = addresses) =>
  documentModel(
    { entry: { ...entry, ...over.entry }, text: { ...text, ...over.text }, designation: undefined },
    known,
    messages,
  );

describe('the page of a public text', () => {
  it('says that another replaced it, and leads to its own address where it is public too', () => {
    const model = documentOf({ entry: { effects: [replaced] } });
    expect(model.effects).to.deep.equal([
      {
        words: 'Remplacée par «\u00a0Rectificatif\u00a0», le 10\u00a0janvier\u00a02027',
        href: '/circulaires/2027-rectificatif-2',
      },
    ]);
    expect(model).to.deep.include({ badge: { kind: 'warning', label: 'Remplacée' } });
    const unknown = documentOf({ entry: { effects: [replaced] } }, new Map());
    expect(unknown.effects[0]).to.not.have.property('href');
  });

  it('says what it replaces itself', () => {
    const corrects = {
      title: 'Instruction 2027',
      slug: '2027-chefs-de-projets',
      relation: 'amends' as const,
    };
    expect(documentOf({ text: { corrects } }).corrects).to.deep.equal({
      words: 'Ce texte modifie «\u00a0Instruction 2027\u00a0»',
      href: '/circulaires/2027-chefs-de-projets',
    });
  });

  it('says nothing of what nobody knows', () => {
    const labels = documentOf({ entry: { signedOn: undefined } }).facts.map(({ label }) => label);
    expect(labels).to.deep.equal(['Mise en ligne ici', 'Dernière mise à jour de cette page']);
  });
});

describe('the list of public texts', () => {
  const list = (entries: ShelfEntry[]) =>
    listModel({ entries, designation: undefined, updatedAt: at }, messages).years;

  it('is told year by year, a year that nobody knows too, and names the part of a report', () => {
    const report = { ...listing, subject: { kind: 'activity-report' as const, id: 'r' } };
    const years = list([
      { ...entry, year: 2026, listing: report, part: 'national', signedOn: undefined },
      { ...entry, year: undefined },
    ]);
    expect(years.map(({ year, anchor }) => [year, anchor])).to.deep.equal([
      ['2026', 'annee-2026'],
      ['Année inconnue', 'annee-inconnue'],
    ]);
    expect(years[0]?.texts[0]).to.include({ kind: 'Rapport d’activité – Synthèse nationale' });
  });

  it('gives no file of what was taken away', () => {
    const withdrawn = { ...listing, withdrawn: { at, by: 'u', reason: 'r' } };
    const [year] = list([{ ...entry, listing: withdrawn }]);
    expect(year?.texts[0]).to.include({ withdrawnOn: '2026-12-08' }).and.not.to.have.property('pdf');
  });
});
