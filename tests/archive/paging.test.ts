import { expect } from 'chai';
import { frameOf } from '../../src/archive/search/frames.ts';
import { placeOnPages } from '../../src/archive/search/paging.ts';

const pages = [
  'Le Président\nObjet : orientations de l’année\nLes préfectures réunissent chaque trimestre les services de l’État.',
  '2 / 3\nElles en rendent compte avant le trente juin de la même année. Deuxième partie. Les crédits sont répar-\ntis par région après avis du comité.',
  '3 / 3\nAnnexe. Les préfectures réunissent chaque trimestre les services de l’État.',
];

describe('a passage on its page', () => {
  it('is cut where the document goes to the next page, each piece with its page', () => {
    const text =
      'Les préfectures réunissent chaque trimestre les services de l’État.\n\nElles en rendent compte avant le trente juin de la même année.';
    expect(placeOnPages([{ heading: 'Suivi', text }], pages)).to.deep.equal([
      { heading: 'Suivi', text: text.split('\n\n')[0], page: 1 },
      { heading: 'Suivi', text: text.split('\n\n')[1], page: 2 },
    ]);
  });

  it('is found by other words of a paragraph where a hyphen cuts the first ones', () => {
    const text = 'Les crédits sont répartis par région après avis du comité réuni dans chaque région.';
    const late = `Les crédits sont répartis par région, cette année encore. ${text.slice(24)}`;
    const printed = [pages[0] ?? '', `Rien.`, late.replace('répartis', 'répar-\ntis')];
    expect(placeOnPages([{ heading: '', text: late }], printed)[0]?.page).to.equal(3);
  });

  it('reads on: the same words again are those of a later page', () => {
    const same = 'Les préfectures réunissent chaque trimestre les services de l’État.';
    const passages = [
      { heading: 'Crédits', text: 'Elles en rendent compte avant le trente juin de la même année.' },
      { heading: 'Annexe', text: same },
    ];
    expect(placeOnPages(passages, pages).map(({ page }) => page)).to.deep.equal([2, 3]);
  });

  it('is on the page of what stands before it when it is found nowhere', () => {
    const passages = [
      { heading: '', text: 'Elles en rendent compte avant le trente juin de la même année.' },
      { heading: '', text: 'Une phrase que personne n’a imprimée nulle part dans cette lettre.' },
    ];
    expect(placeOnPages(passages, pages).map(({ page }) => page)).to.deep.equal([2, 2]);
  });
});

describe('a strategic frame', () => {
  const frames = [
    { key: 'new', label: 'New', from: 2023, to: 2027 },
    { key: 'old', label: 'Old', from: 2018, to: 2023 },
  ];
  it('is that of the budget year, both ends included, the first that covers it', () => {
    const years = [2017, 2018, 2023, 2027, 2028];
    expect(years.map((year) => frameOf(frames, year))).to.deep.equal([
      undefined,
      'old',
      'new',
      'new',
      undefined,
    ]);
  });
});
