import { stemmer } from '@orama/stemmers/french';
import { expect } from 'chai';
import { isCommon, keyOf, tokensOf } from '../../src/archive/search/analysis.ts';

const words = (text: string) => tokensOf(text).map(({ start, end }) => text.slice(start, end));
const same = (one: string, other: string) => keyOf(one) === keyOf(other);

describe('the analysis of French', () => {
  it('stems as the published sample of Snowball French', () => {
    // snowballstem.org/algorithms/french/stemmer.html, « a sample of French vocabulary »
    const sample: Record<string, string> = {
      continuation: 'continu',
      continuellement: 'continuel',
      continuons: 'continuon',
      contournait: 'contourn',
      contractions: 'contract',
      contradictoirement: 'contradictoir',
      contraintes: 'contraint',
      maintenaient: 'mainten',
      mairie: 'mair',
      majestueusement: 'majestu',
      majordomes: 'majordom',
      maladies: 'malad',
    };
    for (const [word, stem] of Object.entries(sample)) expect(keyOf(word), word).to.equal(stem);
  });

  it('makes one word of its number, its accents and its capitals', () => {
    const forms = [
      'préfecture',
      'préfectures',
      'prefectures',
      'PRÉFECTURES',
      'PREFECTURE',
      'Pre\u0301fecture',
    ];
    for (const form of forms) expect(same(form, 'préfecture'), form).to.equal(true);
    expect(same('orientations', 'Orientation')).to.equal(true);
    expect(same('addictions', 'ADDICTION')).to.equal(true);
  });

  it('lets a word without accents meet the accented one, which Snowball stems otherwise', () => {
    expect(stemmer('associés')).not.to.equal(stemmer('associes'));
    expect(same('associes', 'associés')).to.equal(true);
  });

  it('lets a singular that Snowball takes for a verb meet its plural', () => {
    for (const [one, many] of [
      ['crédit', 'crédits'],
      ['produit', 'produits'],
      ['avis', 'AVIS'],
      ['enjeu', 'enjeux'],
      ['régional', 'régionaux'],
      ['délai', 'DELAIS'],
    ] as const) {
      expect(same(one, many), many).to.equal(true);
    }
  });

  it('keeps different words apart', () => {
    expect(same('préfecture', 'préférence')).to.equal(false);
    expect(same('visa', 'visage')).to.equal(false);
  });

  it('opens ligatures', () => {
    expect(same('œuvre', 'oeuvre')).to.equal(true);
    expect(same('CŒUR', 'coeur')).to.equal(true);
  });

  it('leaves out elided words, with either apostrophe', () => {
    const all = ['orientation', 'une', 'préfecture', 'il', 'elle'];
    expect(words("l’orientation d'une préfecture qu’il lorsqu’elle")).to.deep.equal(all);
    expect(same('aujourd’hui', "aujourd'hui")).to.equal(true);
    expect(words('aujourd’hui')).to.deep.equal(['aujourd’hui']);
  });

  it('knows the words that every text has, and keeps numbers', () => {
    const all = words('Les crédits de la région en 2027\u00a0: 129 à l’action 15');
    expect(all.filter((word) => !isCommon(word))).to.deep.equal([
      'crédits',
      'région',
      '2027',
      '129',
      'action',
      '15',
    ]);
  });

  it('separates at hyphens and tells where each word stands', () => {
    const text = 'Saint-Pierre-et-Miquelon';
    expect(words(text)).to.deep.equal(['Saint', 'Pierre', 'et', 'Miquelon']);
    expect(tokensOf('«\u00a0l’Ain\u00a0»')[0]).to.include({ start: 4, end: 7 });
  });

  it('reads a very long word without keeping it whole', () => {
    expect(keyOf('x'.repeat(5000))).to.have.length(60);
  });
});
