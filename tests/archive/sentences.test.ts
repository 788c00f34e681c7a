import { expect } from 'chai';
import { eventTypes, sentenceOf } from '../../src/archive/sentences.ts';
import { gather } from '../../src/archive/timeline.ts';
import type { JournalLine } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages('templates/messages');
const names = {
  user: () => 'Claire',
  office: () => 'préfecture de l’Ain',
  day: () => '21 décembre',
  word: (code: string) => code,
};

function line(number: number, type: string, data: Record<string, unknown> = {}): JournalLine {
  const everything = {
    user: 'u',
    office: 'o',
    role: 'r',
    version: 1,
    revision: 1,
    attempt: 1,
    offices: 1,
    contacts: 1,
  };
  const rest = { nature: 'n', template: 't', mark: 'm', level: 'B-B', deadlineOn: '2026-12-21' };
  return {
    line: number,
    type,
    actor: 'u',
    subject: 's:1',
    data: { ...everything, ...rest, ...data },
  } as unknown as JournalLine;
}

describe('the sentences of the journal', () => {
  it('exist for everything that can happen, and take what they are given', () => {
    for (const type of eventTypes) {
      const { key, params } = sentenceOf(line(1, type), names);
      expect(messages(key, params), type).to.match(/^\p{Lu}/u);
    }
  });

  it('show an event of a later version as it is', () => {
    const { key, params } = sentenceOf(line(1, 'moon.landed'), names);
    expect(messages(key, params)).to.contain('moon.landed');
  });
});

describe('a story', () => {
  const shape = (lines: JournalLine[]) =>
    gather(lines).map(({ first, last, count }) => [first.type, first.line, last.line, count]);

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

  it('gathers nothing across another event, and no other event', () => {
    const types = [
      'delivery.accepted',
      'delivery.accepted',
      'campaign.paused',
      'delivery.accepted',
      'delivery.accepted',
    ];
    expect(shape(types.map((type, index) => line(index + 1, type)))).to.have.length(5);
    expect(
      shape(Array.from({ length: 6 }, (_, index) => line(index + 1, 'instruction.saved'))),
    ).to.have.length(6);
  });
});
