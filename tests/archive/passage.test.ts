import { expect } from 'chai';
import { keyOf, tokensOf } from '../../src/archive/search/analysis.ts';
import { highlight, passageOf } from '../../src/archive/search/passage.ts';

const asked = (...words: string[]) => words.map((word) => [[keyOf(word)]]);
const passageIn = (text: string, phrases: ReturnType<typeof asked>) => {
  const keys = tokensOf(text).map(({ key }) => key);
  return passageOf({ text, keys: ` ${keys.join(' ')} ` }, phrases);
};
const marked = (segments: { text: string; hit: boolean }[]) =>
  segments.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('a passage', () => {
  it('sets the words found apart, whatever their ending, without changing the text', () => {
    const text = 'Les préfectures et l’Orientation des PREFECTURES.';
    const segments = highlight(text, asked('préfecture', 'orientations'));
    expect(marked(segments)).to.equal('Les [préfectures] et l’[Orientation] des [PREFECTURES].');
    expect(segments.map((segment) => segment.text).join('')).to.equal(text);
  });

  it('is cut around the place that holds the most of the words', () => {
    const filler = 'Une phrase qui remplit la page sans rien dire. '.repeat(20);
    const text = `${filler}Un crédit. ${filler}Les crédits de la prévention sont là. ${filler}`;
    const shown = marked(passageIn(text, asked('crédit', 'prévention')));
    expect(shown).to.contain('Les [crédits] de la [prévention] sont là.');
    expect(shown).to.match(/^… /).and.to.match(/ …$/);
    expect(shown.length).to.be.lessThan(300);
  });

  it('sets words that follow each other apart as one', () => {
    const phrase = ['plan', 'd’action'].map((word) => [keyOf(word.replace('d’', ''))]);
    const shown = marked(highlight('Un plan, une action, un Plan d’actions.', [phrase]));
    expect(shown).to.equal('Un plan, une action, un [Plan d’actions].');
  });

  it('cuts between words', () => {
    const shown = passageIn('mot '.repeat(200).trim(), asked('absent'))
      .map(({ text }) => text)
      .join('');
    expect(
      shown
        .replace(' …', '')
        .split(' ')
        .every((word) => word === 'mot'),
    ).to.equal(true);
  });

  it('is the whole text when it is short', () => {
    expect(marked(passageIn('Deux lignes', []))).to.equal('Deux lignes');
    expect(passageIn('', [])).to.deep.equal([]);
  });
});
