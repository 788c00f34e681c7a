import { expect } from 'chai';
import type { JournalEventType, JournalEvents } from '../../src/journal/event.ts';
import { lineInWords, userIdsIn, type JournalLine, type Names } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { officeSamples } from './office-samples.ts';
import { workshopSamples } from './workshop-samples.ts';

const messages = loadMessages('templates/messages');
const users = new Map([
  ['u1', 'Claire Redon'],
  ['u2', 'Hugo Lemaire'],
]);
const names: Names = {
  user: (id) => users.get(id),
  office: (id) => (id === 'OFF-01' ? 'préfecture de l’Ain' : undefined),
};

const instruction = { instruction: 'i', version: 1, sha256: 's' };
const credits = {
  ...{ instruction: 'i', table: 1, territories: 18, contentSha256: 's' },
  ...{ commitmentAuthority: 841_241_500, paymentAppropriation: 841_241_500 },
};
const sealed = { instruction: 'i', sha256: 's', annexes: 124 };
const contact = { office: 'OFF-01', contact: 'k' };
const delivery = { campaign: 'c', delivery: 'd', office: 'OFF-01' };
const acknowledgement = {
  ...{ acknowledgement: 'a', campaign: 'c', office: 'OFF-01' },
  ...{ sha256: 's', personHash: 'h' },
};
const attempt = { ...delivery, attempt: 2, replyHash: 'h' };

/** One of each: a type that is added to the journal and forgotten here does not compile. */
const samples: { [Type in JournalEventType]: JournalEvents[Type] } = {
  'installation.born': { nature: 'demonstration' },
  'user.created': { user: 'u2' },
  'user.password-changed': { user: 'u2' },
  'user.disabled': { user: 'u2' },
  'user.enabled': { user: 'u2' },
  'user.pro-connect-allowed': { user: 'u2', emailHash: 'h' },
  'user.pro-connect-linked': { user: 'u2' },
  'user.pro-connect-forbidden': { user: 'u2' },
  'user.second-factor-enrolled': { user: 'u2' },
  'user.second-factor-reset': { user: 'u2' },
  'user.recovery-code-used': { user: 'u2' },
  'user.recovery-codes-renewed': { user: 'u2' },
  'role.granted': { user: 'u2', role: 'drafter' },
  'role.revoked': { user: 'u2', role: 'administrator' },
  'session.opened': { user: 'u2' },
  'session.closed': { user: 'u2' },
  'instruction.created': { instruction: 'i', year: 2027, kind: 'k', template: 't', templateSha256: 's' },
  'instruction.saved': { instruction: 'i', revision: 3, contentSha256: 's' },
  'instruction.author-declared': { instruction: 'i', user: 'u2' },
  'instruction.frozen': { ...instruction, revision: 3 },
  'instruction.freeze-voided': { ...instruction, cause: 'edited' },
  'visa.given': { ...instruction, reasonHash: 'h' },
  'visa.refused': { ...instruction, reasonHash: 'h' },
  'instruction.approved': instruction,
  'instruction.signed': {
    ...instruction,
    frozenSha256: 'f',
    mark: 'signature',
    level: 'B-B',
    certificateSha256: 'c',
  },
  'instruction.renewed': {
    instruction: 'i',
    number: 1,
    previousSha256: 's',
    sha256: 'r',
    keptUntil: '2041-06-01T10:00:00.000Z',
  },
  'instruction.renewal-failed': { instruction: 'i', sha256: 's', reason: 'signing.service.silent' },
  'instruction.closed': { instruction: 'i' },
  'instruction.amendment-begun': {
    ...{ instruction: 'j', corrects: 'i' },
    ...{ correctedSha256: 's', relation: 'replaces' },
  },
  'instruction.amendment-changed': { instruction: 'j', relation: 'amends' },
  'instruction.corrected': { instruction: 'i', by: 'j', sha256: 's', relation: 'replaces' },
  'archive.documents-checked': { documents: 5, altered: '' },
  'archive.end-announced': { kind: 'seal', of: 'c', endsAt: '2036-11-22T10:00:00.000Z', days: 30 },
  'allocations.imported': credits,
  'allocations.removed': credits,
  'annexes.asked': { ...sealed },
  'annexes.sealed': { ...sealed, manifestSha256: 'm', timestampedAt: '' },
  'directory.imported': { offices: 106, contacts: 212, fileSha256: 's' },
  'contact.added': { ...contact, addressHash: 'h' },
  'contact.ended': contact,
  'preparation.overruled': { preparation: 'p', findings: 'reachable one OFF-01', reasonHash: 'h' },
  'preparation.tried': { preparation: 'p', office: 'OFF-01', addressHash: 'h', outcome: 'accepted' },
  'preparation.scheduled': { preparation: 'p', dueAt: '2026-12-08T07:00:00.000Z', offices: 106, copies: 88 },
  'preparation.moved': { preparation: 'p', dueAt: '2026-12-08T07:00:00.000Z' },
  'preparation.cancelled': { preparation: 'p' },
  'preparation.held': { preparation: 'p', cause: 'late' },
  'preparation.abandoned': { preparation: 'p' },
  'campaign.opened': {
    campaign: 'c',
    instruction: 'i',
    sha256: 's',
    offices: 106,
    deadlineOn: '2026-12-21',
  },
  'campaign.paused': { campaign: 'c', cause: 'person' },
  'campaign.resumed': { campaign: 'c' },
  'campaign.cancelled': { campaign: 'c', deliveries: 3 },
  'campaign.closed': { campaign: 'c', contentSha256: 'd' },
  'campaign.statement-sealed': {
    campaign: 'c',
    contentSha256: 'd',
    sha256: 'e',
    level: 'B-LTA',
    certificateSha256: 'f',
  },
  'delivery.planned': { ...delivery, contact: 'k', addressHash: 'h' },
  'delivery.accepted': attempt,
  'delivery.deferred': attempt,
  'delivery.refused': attempt,
  'delivery.unknown': { ...delivery, attempt: 2, cause: 'no-answer' },
  'delivery.delivered': { ...delivery, cause: 'acknowledged' },
  'delivery.bounced': { ...delivery, message: 'm' },
  'delivery.taken': { ...delivery, message: 'm' },
  'delivery.resent': delivery,
  'delivery.retried': delivery,
  'message.received': { message: 'm', sha256: 's', kind: 'unclassified' },
  'notice.received': { ...delivery, message: 'm', sha256: 's', kind: 'failure', by: 'return-path' },
  'message.tied': { ...delivery, message: 'm', kind: 'reply' },
  'message.set-aside': { message: 'm', reasonHash: 'h' },
  'answer.written': { answer: 'a', message: 'm', campaign: 'c', office: 'OFF-01', textHash: 'h' },
  'answer.ended': { answer: 'a', campaign: 'c', office: 'OFF-01', outcome: 'accepted' },
  'acknowledgement.declared': { ...acknowledgement, message: 'm', messageSha256: 's' },
  'ladder.planned': { campaign: 'c', steps: 5 },
  'ladder.changed': { campaign: 'c', step: 2, change: 'moved', anchor: 'deadline', workingDays: 3 },
  'reminder.planned': { ...delivery, ...contact, addressHash: 'h', step: 1 },
  'reminder.dropped': { ...delivery, step: 1, cause: 'acknowledged' },
  'reminder.crossed': { ...delivery, step: 1 },
  'escalation.prepared': { campaign: 'c', escalation: 'e', step: 4, office: 'OFF-01', offices: 2 },
  'escalation.written': { campaign: 'c', escalation: 'e', textHash: 'h', addressHash: 'h' },
  'escalation.set-aside': { campaign: 'c', escalation: 'e' },
  'escalation.resumed': { campaign: 'c', escalation: 'e' },
  'escalation.sent': {
    campaign: 'c',
    escalation: 'e',
    delivery: 'd',
    step: 4,
    textHash: 'h',
    addressHash: 'h',
  },
  'acknowledgement.recorded': acknowledgement,
  ...officeSamples,
  ...workshopSamples,
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
