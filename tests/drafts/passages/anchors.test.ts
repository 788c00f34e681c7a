import { expect } from 'chai';
import {
  anchorAt,
  contextOf,
  findQuote,
  lostAnchor,
  wholePart,
  type Anchor,
} from '../../../src/drafts/passages/anchor.ts';
import { anchorText } from '../../../src/drafts/passages/anchor-text.ts';
import { moveAnchor, stretchesBetween } from '../../../src/drafts/passages/moving.ts';
import { parseSectionText } from '../../../src/drafts/section-text.ts';
import { randomText } from '../history/random-text.ts';
import { seededRandom } from '../../torture/seeded-random.ts';
import { documentOf, heading, paragraph, words } from '../checks/checking.ts';

const read = (doc: object) => {
  const parsed = parseSectionText(doc);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
};
const bold = { type: 'bold' };
const note = { type: 'note', content: [words('une note')] };

describe('the text that anchors are kept in', () => {
  const cell = (text: string) => ({ type: 'tableCell', content: [paragraph(words(text))] });
  const doc = read(
    documentOf(
      heading(2, 'Titre'),
      paragraph(words('Un '), words('mot', bold), note, { type: 'hardBreak' }, words('deux')),
      paragraph(),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(words('point'))] }] },
      { type: 'table', content: [{ type: 'tableRow', content: [cell('a'), cell('b')] }] },
    ),
  );
  const anchored = anchorText(doc);

  it('has a line for each block, and one character for what is one thing', () => {
    expect(anchored.text).to.equal('Titre\nUn mot\ufffcune note\ndeux\n\npoint\na\nb');
  });

  for (const quote of [
    'Titre',
    'mot',
    'Un mot',
    'une note',
    'deux',
    'point',
    'a',
    'b',
    'mot\ufffcune note\ndeux',
  ])
    it(`leads from « ${quote} » to its place in the document, and back`, () => {
      const from = anchored.text.indexOf(quote);
      const range = anchored.rangeOf(from, from + quote.length);
      const between = doc.textBetween(range.from, range.to, '\n', (leaf) => (leaf.isText ? '' : '\n'));
      expect(between).to.equal(quote.replace('\ufffc', ''));
      expect(anchored.offsetOf(range.from)).to.equal(from);
      expect(anchored.offsetOf(range.to)).to.equal(from + quote.length);
    });

  it('keeps every position inside of the document, whatever the text', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const any = randomText(seededRandom(seed));
      const { text, rangeOf, offsetOf } = anchorText(any);
      for (let from = 0; from <= text.length; from += 7) {
        const range = rangeOf(from, Math.min(text.length, from + 5));
        expect(range.from).to.be.within(0, any.content.size);
        expect(range.to).to.be.within(range.from, any.content.size);
        expect(offsetOf(range.from)).to.be.within(0, text.length);
      }
    }
  });
});

describe('an anchor, when its text changes', () => {
  const before = 'La réunion aura lieu le 15 janvier 2026 à Lyon. Chacun viendra.';
  const anchorOf = (quote: string, text = before) =>
    anchorAt(text, text.indexOf(quote), text.indexOf(quote) + quote.length);
  const after = (quote: string, text: string, from = before): Anchor =>
    moveAnchor(anchorOf(quote, from), text, stretchesBetween(from, text));
  const said = ({ quote, gone }: Anchor) => (gone ? `gone: ${quote}` : quote);

  it('follows its words', () => {
    const text = `Madame, Monsieur. ${before}`;
    const moved = after('15 janvier 2026', text);
    expect(said(moved)).to.equal('15 janvier 2026');
    expect(text.slice(moved.from ?? 0, moved.to ?? 0)).to.equal('15 janvier 2026');
  });
  it('stays on what is written in the place of its words', () => {
    expect(said(after('15 janvier 2026', before.replace('15 janvier 2026', '20 janvier 2027')))).to.equal(
      '20 janvier 2027',
    );
    expect(said(after('2026', before.replace('2026', '2027')))).to.equal('2027');
    expect(said(after('Lyon', before.replace('Lyon', 'Dijon')))).to.equal('Dijon');
  });
  it('takes in nothing that is written beside it', () => {
    expect(said(after('Lyon', before.replace('Lyon', 'vers Lyon même')))).to.equal('Lyon');
  });
  it('is gone with its passage, and found again when it comes back', () => {
    const gone = after('Chacun viendra.', before.replace(' Chacun viendra.', ''));
    expect(said(gone)).to.equal('gone: Chacun viendra.');
    expect(said(moveAnchor(gone, before, undefined))).to.equal('Chacun viendra.');
  });
  it('is gone when another paragraph takes the place of its own', () => {
    const text = 'La présence de chacun est attendue, sauf empêchement motivé.';
    const other = 'Vous transmettrez vos bilans par courriel avant la fin du mois.';
    expect(said(after(text, other, text))).to.equal(`gone: ${text}`);
  });
  it('finds its words where they were moved', () => {
    const long = `${before}\nUn autre paragraphe dit autre chose, longuement, sans rapport.\nUn dernier.`;
    const [first = '', ...rest] = long.split('\n');
    const text = [...rest, first].join('\n');
    const moved = after(first, text, long);
    expect(text.slice(moved.from ?? 0, moved.to ?? 0)).to.equal(first);
  });
  it('finds its words without the help of a comparison, near to what stood around them', () => {
    const text = `le 15 mars, puis ${'mot '.repeat(50)} ensuite le 15 mars, enfin`;
    const second = anchorAt(text, text.lastIndexOf('15 mars'), text.lastIndexOf('15 mars') + 7);
    const moved = moveAnchor(second, `Avant. ${text}`, undefined);
    expect(moved.from).to.equal((second.from ?? 0) + 7);
  });
  it('does not move when it is the whole part', () => {
    expect(moveAnchor(wholePart, 'autre', undefined)).to.equal(wholePart);
  });
  it('waits for words that are not there yet', () => {
    expect(findQuote(before, lostAnchor('demain'))).to.equal(undefined);
    expect(said(moveAnchor(lostAnchor('à Lyon'), before, undefined))).to.equal('à Lyon');
  });

  it('is shown among the words around it, cut between words', () => {
    const text = 'Chaque préfecture adresse sa réponse avant le 15 mars 2027, au plus tard, à la mission.';
    const from = text.indexOf('15 mars');
    expect(contextOf(anchorAt(text, from, from + '15 mars 2027'.length))).to.deep.equal({
      before: '… adresse sa réponse avant le ',
      after: ', au plus tard, à la mission.',
    });
    expect(contextOf(anchorAt('15 mars', 0, 7))).to.deep.equal({ before: '', after: '' });
  });
});
