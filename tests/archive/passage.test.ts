import { expect } from 'chai';
import { keysOf } from '../../src/archive/analysis.ts';
import { highlight, passageOf } from '../../src/archive/passage.ts';

const asked = (...words: string[]) => words.map(keysOf);
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
    const shown = marked(passageOf(text, asked('crédit', 'prévention')));
    expect(shown).to.contain('Les [crédits] de la [prévention] sont là.');
    expect(shown).to.match(/^… /).and.to.match(/ …$/);
    expect(shown.length).to.be.lessThan(300);
  });

  it('cuts between words', () => {
    const shown = passageOf('mot '.repeat(200), asked('absent'))
      .map(({ text }) => text)
      .join('');
    expect(
      shown
        .replace(' …', '')
        .split(' ')
        .every((word) => word === 'mot'),
    ).to.equal(true);
  });

  it('is the whole text when it is short, on one line', () => {
    expect(marked(passageOf('Deux\nlignes', []))).to.equal('Deux lignes');
    expect(passageOf('', [])).to.deep.equal([]);
  });
});
