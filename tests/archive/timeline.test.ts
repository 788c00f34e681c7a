import { expect } from 'chai';
import { kindOf, proofsOf } from '../../src/archive/story/places.ts';
import { createAddresses, storyKinds } from '../../src/archive/story/place.ts';
import { gather, pagesOf } from '../../src/archive/timeline.ts';
import type { JournalEventType, JournalLine } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { samples } from '../journal/samples.ts';
import { routeTable } from '../journeys/route-table.ts';

const messages = loadMessages('templates/messages');

function line(number: number, type: string, change: object = {}): JournalLine {
  const data = type.startsWith('delivery.') ? { office: `OFF-${number}` } : {};
  const at = '2026-12-07T08:00:00.000Z';
  return { line: number, at, type, actor: 'u', subject: 's:1', data, ...change } as unknown as JournalLine;
}

describe('a story', () => {
  const shape = (lines: JournalLine[]) =>
    gather(lines).map(({ first, lines: own }) => [first.type, first.line, own.at(-1)?.line, own.length]);

  it('gathers the answers of a dispatch, even when they come mixed', () => {
    const types = ['accepted', 'accepted', 'refused', 'accepted', 'accepted', 'refused'].map(
      (name) => `delivery.${name}`,
    );
    expect(shape(types.map((type, index) => line(index + 1, type)))).to.deep.equal([
      ['delivery.accepted', 1, 5, 4],
      ['delivery.refused', 3, 3, 1],
      ['delivery.refused', 6, 6, 1],
    ]);
  });

  it('gathers nothing across another event, nor across midnight in Paris', () => {
    const types = [
      ...['delivery.accepted', 'delivery.accepted', 'campaign.paused'],
      ...['delivery.accepted', 'delivery.accepted'],
    ];
    expect(shape(types.map((type, index) => line(index + 1, type)))).to.have.length(5);
    const hours = ['22:58', '22:59', '23:01', '23:02'].map((hour) => `2026-12-07T${hour}:00.000Z`);
    expect(shape(hours.map((at, index) => line(index + 1, 'delivery.accepted', { at })))).to.have.length(4);
  });

  it('gathers the saves of one person, and nobody else’s', () => {
    const saves = Array.from({ length: 6 }, (_, index) => line(index + 1, 'instruction.saved'));
    expect(shape(saves)).to.deep.equal([['instruction.saved', 1, 6, 6]]);
    const byTwo = saves.map((each, index) => ({ ...each, actor: index < 3 ? 'u' : 'v' }));
    expect(shape(byTwo)).to.have.length(6);
  });

  it('loses no line, and holds to its pages, however long it gets', () => {
    const lines = Array.from({ length: 3001 }, (_, index) =>
      line(index + 1, index % 7 === 0 ? 'campaign.paused' : 'delivery.accepted'),
    );
    const many = [...lines, ...Array.from({ length: 900 }, (_, i) => line(3002 + i, 'delivery.accepted'))];
    const pages = pagesOf(gather(many));
    const held = pages.map((moments) => moments.flatMap(({ lines: own }) => own));
    expect(Math.max(...held.map(({ length }) => length))).to.be.at.most(500);
    expect(held.flat().map((each) => each.line)).to.have.members(many.map((each) => each.line));
    expect(pagesOf([])).to.deep.equal([[]]);
  });
});

describe('what proves an event', () => {
  const types = Object.keys(samples) as JournalEventType[];
  const to = createAddresses({
    ...{ slug: '2027-chefs-de-projets', slugOf: () => '2026-chefs-de-projets' },
    ...{ receipts: new Map([['a', 's']]), keptAnswers: new Set(['a']), readsComments: true },
  });
  const auditors = Object.entries(routeTable)
    .filter(([name, [who]]) => name.startsWith('GET ') && /[VA]/.test(who))
    .map(([name]) => new RegExp(`^${name.slice(4).replace(/:[a-z]+/g, '[^/]+')}$`));

  for (const type of types) {
    it(`is an address that an auditor may open, of ${type}`, () => {
      const event = { type, data: samples[type] } as Pick<JournalLine, 'type' | 'data'>;
      const proofs = proofsOf(event, to);
      const kind = kindOf(event as JournalLine);
      // Of what happens to a text, something proves it beside the journal; what was removed has nothing left.
      if (kind === 'elsewhere' || type === 'request.removed') expect(proofs).to.deep.equal([]);
      else expect(proofs, type).not.to.deep.equal([]);
      for (const { key, params, href } of proofs.filter((proof) => proof.key !== 'comments')) {
        expect(messages(`story.proof.${key}`, params)).not.to.contain('{');
        const [path = ''] = href.split('#');
        expect(
          auditors.some((address) => address.test(path)),
          href,
        ).to.equal(true);
      }
    });
  }

  it('has a name and an address for each sort', () => {
    const addresses = storyKinds.map((kind) => messages(`story.address.${kind}`));
    expect(new Set(addresses).size).to.equal(storyKinds.length);
    expect(storyKinds.map((kind) => messages(`story.kind.${kind}`))).not.to.contain('');
    const used = new Set(types.map((type) => kindOf({ type })));
    expect([...used]).to.have.members([...storyKinds, 'elsewhere']);
  });

  it('is never a working comment for an auditor, nor a receipt or a file that is not there', () => {
    const bare = createAddresses({
      ...{ slug: 's', slugOf: () => undefined, receipts: new Map(), keptAnswers: new Set<string>() },
      readsComments: false,
    });
    const keysOf = (type: JournalEventType) =>
      proofsOf({ type, data: samples[type] } as JournalLine, bare).map(({ key }) => key);
    expect(keysOf('comment.written')).to.deep.equal([]);
    expect(keysOf('acknowledgement.recorded')).to.deep.equal(['office']);
    expect(keysOf('return.given')).to.deep.equal(['request']);
    expect(keysOf('instruction.corrected')).to.deep.equal([]);
  });

  it('tells an event of a later version among what concerns the text', () => {
    expect(kindOf({ type: 'moon.landed' } as unknown as JournalLine)).to.equal('text');
    expect(proofsOf({ type: 'moon.landed', data: {} } as unknown as JournalLine, to)).to.deep.equal([]);
  });
});
