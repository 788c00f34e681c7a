import { expect } from 'chai';
import { findYearBound } from '../../../src/drafts/rolling-over/year-bound.ts';

const found = (text: string) => findYearBound(text).map(({ kind, quote }) => `${kind}: ${quote}`);

describe('what a year makes wrong', () => {
  const carrying: [string, string[]][] = [
    ['avant le lundi 15 mars 2027.', ['date: lundi 15 mars 2027']],
    ['avant le 1er février', ['date: 1er février']],
    ['du 15 au 20 mars 2027', ['date: 15 au 20 mars 2027']],
    ['du 28 février au 3 avril', ['date: 28 février', 'date: 3 avril']],
    ['les 15, 16 et 17 sept. 2027', ['date: 15, 16 et 17 sept. 2027']],
    ['au plus tard fin mars ; mi-juin au pire', ['date: fin mars', 'date: mi-juin']],
    ['**De décembre à mars :** préparation', ['date: décembre', 'date: mars']],
    ['le 15/03/2027, ou le 15.03.2027', ['date: 15/03/2027', 'date: 15.03.2027']],
    ['le 5/03/27 ou 2027-03-15', ['date: 5/03/27', 'date: 2027-03-15']],
    ['le 15\u00a0mars\u00a02027', ['date: 15\u00a0mars\u00a02027']],
    ['LE 3 AOÛT 2027', ['date: 3 AOÛT 2027']],
    ['pour 2027 et l’année 1999', ['year: 2027', 'year: 1999']],
    ['le plan 2023-2027', ['year: 2023-2027']],
    ['l’année scolaire 2026/27', ['year: année scolaire 2026/27']],
    ['la SIMCA 2023–2027, adoptée en mars 2023', ['year: 2023–2027', 'date: mars 2023']],
    ['8 412 415 € en AE', ['amount: 8 412 415 €']],
    ['8\u202f412\u202f415,50\u00a0€', ['amount: 8\u202f412\u202f415,50\u00a0€']],
    ['environ 8,4 M€, soit 300 k€ de plus', ['amount: 8,4 M€', 'amount: 300 k€']],
    ['12 millions d’euros', ['amount: 12 millions d’euros']],
    ['dix mille euros', ['amount: dix mille euros']],
    ['trois millions d’euros, 80 euros', ['amount: trois millions d’euros', 'amount: 80 euros']],
    ['au plus 80 % du budget', ['percentage: 80 %']],
    ['cinq pour cent, ou 5 pour cent', ['percentage: 5 pour cent']],
    ['l’an prochain', ['relative: l’an prochain']],
    ['sur l’année écoulée', ['relative: année écoulée']],
    ['à la prochaine rentrée, cette année', ['relative: prochaine rentrée', 'relative: cette année']],
    ['l’exercice en cours et N+1', ['relative: exercice en cours', 'relative: N+1']],
    ['l’été dernier', ['relative: été dernier']],
  ];
  for (const [text, expected] of carrying)
    it(`finds it in « ${text} »`, () => {
      expect(found(text)).to.deep.equal(expected);
    });

  const free = [
    'Prévenir d’abord, partout et toujours.',
    'décret n° 2018-1047, article R. 312-7',
    'NOR PRMX2712345C',
    'téléphone 01 42 75 20 27, 75007 Paris',
    'la moitié des 101 départements, en trois étapes',
    'il a été dit que les maires réunissent',
    'version 2.0.27 du document 120270',
    'Marseille et la Marne',
  ];
  for (const text of free)
    it(`finds nothing in « ${text} »`, () => {
      expect(found(text)).to.deep.equal([]);
    });

  it('gives places that quote the text, in order and apart', () => {
    const text = 'Le 15 mars 2027, 80 % des 8,4 M€ de 2027 seront versés ; le reste l’an prochain.';
    let end = 0;
    for (const { from, to, quote } of findYearBound(text)) {
      expect(text.slice(from, to)).to.equal(quote);
      expect(from).to.be.at.least(end);
      end = to;
    }
    expect(end).to.equal(text.length - 1);
  });

  it('reads a long text of figures without losing itself', () => {
    for (const words of ['1 234 567 890 et 12, 13 ou 14 ', '1 et ', 'deux ', '111 ', '12.'])
      expect(findYearBound(words.repeat(180_000 / words.length)), words).to.deep.equal([]);
  });
});
