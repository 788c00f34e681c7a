import { expect } from 'chai';
import { blocksOf } from '../../../src/drafts/history/blocks.ts';
import { compareContents, compareTexts, type ComparedBlock } from '../../../src/drafts/history/comparing.ts';
import { runsOf, type Run } from '../../../src/drafts/history/wording.ts';
import { toStoredText, type SectionText } from '../../../src/drafts/section-text.ts';
import { seededRandom } from '../../torture/seeded-random.ts';
import { randomEdit, randomText, textOf } from './random-text.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const text = (...lines: string[]): SectionText => textOf(lines);
const states = (blocks: ComparedBlock[]) => blocks.map(({ state }) => state);

/** One side of a comparison, read down: each block's shape and its runs put together. */
function side(blocks: ComparedBlock[], which: 'before' | 'after') {
  return blocks.flatMap((block) => {
    const shape = block[which];
    return shape === undefined ? [] : [{ shape, runs: block.pieces.flatMap((piece) => piece[which]) }];
  });
}

const whole = (document: SectionText) =>
  blocksOf(document).map(({ place: _place, key: _key, tokens, ...shape }) => ({
    shape,
    runs: runsOf(tokens),
  }));

// A piece ends where the other side changes: its runs are put together before they are held against the text's.
const put = (blocks: { shape: unknown; runs: Run[] }[]) =>
  blocks.map(({ shape, runs }) => ({ shape, runs: runsOf(runs.map((run) => ({ ...run, key: '' }))) }));

describe(`comparing two texts (seed ${seed})`, () => {
  it('gives both texts back, whatever they are: the left side is the one, the right side the other', () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 150; round += 1) {
      const before = randomText(random);
      const after = round % 3 === 0 ? randomText(random) : randomEdit(random, before);
      const compared = compareTexts(before, after);
      expect(put(side(compared, 'before')), `round ${round}, left`).to.deep.equal(whole(before));
      expect(put(side(compared, 'after')), `round ${round}, right`).to.deep.equal(whole(after));
    }
  });

  it('finds no difference between equal texts, and finds one wherever a word or a mark differs', () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 100; round += 1) {
      const before = randomText(random);
      expect(states(compareTexts(before, before)).filter((state) => state !== 'same')).to.deep.equal([]);
      const after = randomEdit(random, before);
      const differ = JSON.stringify(whole(before)) !== JSON.stringify(whole(after));
      expect(states(compareTexts(before, after)).some((state) => state !== 'same')).to.equal(differ);
    }
  });

  it('sees one changed word inside of a paragraph that stays', () => {
    const [block] = compareTexts(
      text('Vous répondrez avant le 3 mars.'),
      text('Vous répondrez avant le 5 mars.'),
    );
    expect(block?.state).to.equal('edited');
    expect(
      block?.pieces.map(({ kind, before, after }) => [kind, before[0]?.text ?? after[0]?.text]),
    ).to.deep.equal([
      ['same', 'Vous répondrez avant le '],
      ['removed', '3'],
      ['added', '5'],
      ['same', ' mars.'],
    ]);
  });

  it('takes a number with its spaces for one word', () => {
    const [block] = compareTexts(text('Le montant est de 300 000 €.'), text('Le montant est de 310 000 €.'));
    expect(block?.pieces[1]?.before[0]?.text).to.equal('300 000');
  });

  it('tells two changed words that follow each other as one change', () => {
    const [block] = compareTexts(text('Au plus tard le 3 mars 2027.'), text('Au plus tard le 5 avril 2027.'));
    expect(block?.pieces.map(({ kind }) => kind)).to.deep.equal(['same', 'removed', 'added', 'same']);
    expect(block?.pieces[1]?.before[0]?.text).to.equal('3 mars');
  });

  it('sees a paragraph that was edited while another one came before it', () => {
    const long = 'Le chef de projet régional réunit ses partenaires une fois par an.';
    const compared = compareTexts(
      text('Ouverture.', long),
      text('Ouverture.', 'Un mot tout à fait nouveau.', long.replace('une fois', 'deux fois')),
    );
    expect(states(compared)).to.deep.equal(['same', 'added', 'edited']);
  });

  it('sees a paragraph that was moved as moved, with what was changed on the way', () => {
    const moved = 'Chaque appel à projets cite la présente circulaire et elle seule.';
    const others = ['Premier point assez long pour rester.', 'Second point tout aussi long que lui.'];
    const compared = compareTexts(text(moved, ...others), text(...others, moved.replace('seule', 'unique')));
    expect(states(compared)).to.deep.equal(['moved-away', 'same', 'same', 'moved-here']);
    expect(compared[3]?.pieces.map(({ kind }) => kind)).to.deep.equal(['same', 'removed', 'added', 'same']);
  });

  it('says of words that stayed that their marks changed', () => {
    const words = [
      { type: 'text', text: 'Prévenir ' },
      { type: 'text', text: 'd’abord', marks: [{ type: 'bold' }] },
      { type: 'text', text: '.' },
    ];
    const bold = textOf([{ type: 'paragraph', content: words }]);
    const [block] = compareTexts(text('Prévenir d’abord.'), bold);
    const remarked = block?.pieces.find(({ kind }) => kind === 'remarked');
    expect(remarked?.before).to.deep.equal([{ text: 'd’abord', marks: [] }]);
    expect(remarked?.after).to.deep.equal([{ text: 'd’abord', marks: ['bold'] }]);
  });

  it('gives up on the words of two texts that share nothing to speak of, and still tells both', () => {
    const random = seededRandom(seed);
    const noise = () =>
      Array.from({ length: 30_000 }, () => `${'abcdef'[Math.floor(random() * 6)]}`).join(' ');
    const [before, after] = [text(noise()), text(noise())];
    const compared = compareTexts(before, after);
    expect(states(compared)).to.deep.equal(['replaced']);
    expect(put(side(compared, 'after'))).to.deep.equal(whole(after));
  });

  it('ends on the largest texts there are, whether they differ a little everywhere or in everything', () => {
    const lines = Array.from(
      { length: 1_200 },
      (_, index) => `Ligne ${index} du texte, avec ses propres mots.`,
    );
    const edited = lines.map((line, index) => line.replace('propres', `autres${index}`));
    const other = lines.map(
      (_, index) => `Tout autre chose, numéro${index} sans rien de commun ici non plus.`,
    );
    for (const after of [edited, other]) {
      const compared = compareTexts(text(...lines), text(...after));
      expect(put(side(compared, 'before'))).to.have.length(1_200);
      expect(put(side(compared, 'after'))).to.deep.equal(whole(text(...after)));
    }
  }).timeout(180_000);
});

describe('comparing two contents', () => {
  const field = (key: string) => ({ key, label: key.toUpperCase(), type: 'text' as const, required: false });
  const stored = (...lines: string[]) => toStoredText(text(...lines));
  const template = { fields: [field('year')], sections: [{ key: 'but', title: 'But' }] };
  const written = (year: string, but: string, more: { key: string; title: string }[] = []) => ({
    template: { ...template, sections: [...template.sections, ...more] },
    content: {
      fields: { year },
      sections: Object.fromEntries([['but', stored(but)], ...more.map(({ key }) => [key, stored('Autre.')])]),
    },
  });

  it('sets a field’s old value beside its new one, even when they share nothing', () => {
    const [year, but] = compareContents(written('2027', 'Prévenir.'), written('2028', 'Prévenir.'));
    expect(year).to.deep.include({ kind: 'field', title: 'YEAR', state: 'changed' });
    expect(year?.blocks.map(({ state }) => state)).to.deep.equal(['edited']);
    expect(but?.state).to.equal('same');
  });

  it('tells the sections that one of the templates has alone', () => {
    const was = written('2027', 'Prévenir.', [{ key: 'ancienne', title: 'Ancienne' }]);
    const is = written('2027', 'Prévenir.', [{ key: 'neuve', title: 'Neuve' }]);
    const parts = compareContents(was, is);
    expect(parts.map(({ key, state }) => `${key} ${state}`)).to.deep.equal([
      'year same',
      'but same',
      'neuve added',
      'ancienne removed',
    ]);
  });

  it('says when only the grouping of the same lines changed', () => {
    const item = {
      type: 'listItem',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Un.' }] }],
    };
    const lists = (...content: unknown[]) => {
      const but = toStoredText(textOf(content));
      return { template, content: { fields: { year: '2027' }, sections: { but } } };
    };
    const one = lists({ type: 'bulletList', content: [item, item] });
    const two = lists({ type: 'bulletList', content: [item] }, { type: 'bulletList', content: [item] });
    expect(compareContents(one, two)[1]).to.deep.include({ state: 'changed', reshaped: true });
  });
});
