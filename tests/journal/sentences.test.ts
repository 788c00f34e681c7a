import { expect } from 'chai';
import type { JournalEventType } from '../../src/journal/event.ts';
import { lineInWords, userIdsIn, type JournalLine, type Names } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { samples } from './samples.ts';

const messages = loadMessages('templates/messages');
const users = new Map([
  ['u1', 'Claire Redon'],
  ['u2', 'Hugo Lemaire'],
]);
const names: Names = {
  user: (id) => users.get(id),
  office: (id) => (id === 'OFF-01' ? 'préfecture de l’Ain' : undefined),
};

function line(type: string, data: object, actor = 'u1'): JournalLine {
  const place = { line: 1, at: '2026-12-07T13:30:00.000Z', previousHash: '0', hash: '1' };
  return { ...place, type, actor, subject: 'instruction:i', data } as unknown as JournalLine;
}
const say = (type: JournalEventType, change: object = {}) =>
  lineInWords(line(type, { ...samples[type], ...change }), names, messages).sentence;

describe('a line of the journal, in words', () => {
  for (const type of Object.keys(samples) as JournalEventType[]) {
    it(`has a sentence for ${type}`, () => expect(say(type)).to.match(/^\p{Lu}[^{}]+[^{}.]$/u));
  }

  it('shows an event of a later version as it is', () => {
    expect(lineInWords(line('moon.landed', {}), names, messages).sentence).to.contain('moon.landed');
  });

  it('names people and offices, Estafette, and those whose name was erased', () => {
    const actor = (id: string) => lineInWords(line('visa.given', samples['visa.given'], id), names, messages);
    expect(['u1', 'u9', 'office:OFF-01', 'office:OFF-99', 'system'].map((id) => actor(id).actor)).to.eql([
      'Claire Redon',
      'une personne dont le nom est effacé',
      'préfecture de l’Ain',
      'bureau OFF-99',
      'Estafette',
    ]);
    expect(say('instruction.author-declared')).to.contain('Hugo Lemaire');
    expect(say('delivery.delivered')).to.contain('préfecture de l’Ain');
  });

  it('tells a contact by its office, or by its own name on a page that has it', () => {
    const added = line('contact.added', samples['contact.added']);
    expect(lineInWords(added, names, messages).sentence).to.contain('préfecture de l’Ain');
    const named = { ...names, contact: () => 'boîte fonctionnelle' };
    expect(lineInWords(added, named, messages).sentence)
      .to.contain('boîte fonctionnelle')
      .and.not.to.contain('préfecture');
  });

  it('says scellée, never signée, of a document that bears the seal alone', () => {
    expect(say('instruction.signed', { mark: 'seal' }))
      .to.contain('scellée')
      .and.not.to.contain('signée');
  });

  it('tells a text that was edited from one that was refused, and who stopped a campaign', () => {
    expect(say('instruction.freeze-voided')).to.contain('Texte modifié');
    expect(say('instruction.freeze-voided', { cause: 'visa-refused' })).to.contain('refus de visa');
    expect(say('delivery.delivered', { cause: 'notice:m' })).to.contain('message revenu');
    expect(say('campaign.paused')).not.to.contain('serveur');
    expect(say('campaign.paused', { cause: 'mail-server' })).to.contain('erreur du serveur');
  });

  it('tells an end that comes from one that is past', () => {
    expect(say('archive.end-announced')).to.match(/moins de 30 jours, le 22\snovembre\s2036/);
    expect(say('archive.end-announced', { days: 0 })).to.contain('atteinte');
  });

  it('says whether a manifest was stamped', () => {
    expect(say('annexes.sealed')).to.contain('sans horodatage');
    expect(say('annexes.sealed', { timestampedAt: '2026-12-07T13:30:00Z' })).to.contain('horodaté');
  });

  it('lists the people to be named once each, actors included', () => {
    const declared = line('instruction.author-declared', samples['instruction.author-declared']);
    const others = ['u1', 'system', 'office:OFF-01'].map((id) =>
      line('instruction.closed', { instruction: 'i' }, id),
    );
    expect(userIdsIn([declared, ...others])).to.deep.equal(['u1', 'u2']);
  });
});
