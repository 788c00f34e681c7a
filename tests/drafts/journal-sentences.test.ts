import { expect } from 'chai';
import { sentenceOf, usersIn } from '../../src/drafts/journal-page.ts';
import type { JournalEvent, JournalLine } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages('templates/messages');
const names = new Map([
  ['u1', 'Claire Redon'],
  ['u2', 'Hugo Lemaire'],
]);
const hashes = {
  sha256: 's',
  frozenSha256: 'f',
  certificateSha256: 'c',
  reasonHash: 'h',
  addressHash: 'h',
  replyHash: 'h',
  personHash: 'h',
};
const ids = {
  instruction: 'i',
  campaign: 'c',
  delivery: 'd',
  contact: 'k',
  acknowledgement: 'a',
  office: 'OFF-01',
};
const data = {
  ...hashes,
  ...ids,
  year: 2027,
  revision: 3,
  version: 1,
  offices: 106,
  deadlineOn: '2026-12-21',
  user: 'u2',
  mark: 'signature',
  level: 'B-B',
  cause: 'edited',
  attempt: 1,
};

function line(type: string, change: object = {}, actor = 'u1'): JournalLine {
  const event = {
    type,
    actor,
    subject: 'instruction:i',
    data: { ...data, ...change },
  } as unknown as JournalEvent;
  return { ...event, line: 1, at: '2026-12-07T13:30:00.000Z', previousHash: '0', hash: '1' } as JournalLine;
}
const say = (...given: Parameters<typeof line>) => sentenceOf(messages, line(...given), names);

describe('the journal of an instruction, in words', () => {
  const types = [
    'instruction.created',
    'instruction.saved',
    'instruction.author-declared',
    'instruction.frozen',
    'instruction.freeze-voided',
    'visa.given',
    'visa.refused',
    'instruction.approved',
    'instruction.signed',
    'instruction.closed',
    'campaign.opened',
    'campaign.paused',
    'campaign.resumed',
    'campaign.closed',
    'delivery.planned',
    'delivery.accepted',
    'delivery.deferred',
    'delivery.refused',
    'delivery.unknown',
    'delivery.resent',
    'acknowledgement.recorded',
  ];
  for (const type of types) {
    it(`has a sentence for ${type}`, () => expect(say(type)).to.match(/^[^{}]+\.$/));
  }

  it('names people, and says so when a name was erased', () => {
    expect(say('instruction.author-declared')).to.equal(
      'Claire Redon a déclaré Hugo Lemaire rédacteur du texte.',
    );
    expect(say('visa.given', {}, 'u9')).to.contain('dont le nom est effacé');
    expect(
      usersIn([line('instruction.author-declared'), line('instruction.closed', {}, 'system')]),
    ).to.deep.equal(['u1', 'u2']);
  });

  it('says scellé, never signé, of a document that bears the seal alone', () => {
    expect(say('instruction.signed', { mark: 'seal' }))
      .to.contain('cachet')
      .and.not.to.contain('signé');
  });

  it('tells a text that was edited from one that was refused', () => {
    expect(say('instruction.freeze-voided')).to.contain('a modifié le texte');
    expect(say('instruction.freeze-voided', { cause: 'visa-refused' })).to.contain('refus de visa');
  });
});
