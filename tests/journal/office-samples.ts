import type { OfficeEvents } from '../../src/journal/office-events.ts';

const mandate = {
  ...{ mandate: 'm', office: 'OFF-01', territory: 'DEP-01' },
  ...{ validFrom: '2027-01-01', personHash: 'h' },
};

const question = { question: 'q', entry: 'e', office: 'OFF-01', textHash: 'h' };

const requested = { instruction: 'i', request: 'r' };
const returned = { ...requested, territory: 'DEP-01', office: 'OFF-01' };

/** One of each of the offices' own events. */
export const officeSamples: OfficeEvents = {
  'office.entered': { office: 'OFF-01', session: 's', strength: 'code' },
  'office.left': { office: 'OFF-01', session: 's' },
  'office.code-sent': { office: 'OFF-01', entrance: 'e', contact: 'c', addressHash: 'h' },
  'office.code-not-sent': { office: 'OFF-01', entrance: 'e', outcome: 'refused' },
  'office.agent-bound': { office: 'OFF-01', agent: 'a', contact: 'c' },
  'mandate.named': mandate,
  'mandate.corrected': { ...mandate, corrects: 'n' },
  'mandate.ended': { mandate: 'm', office: 'OFF-01', territory: 'DEP-01', endedOn: '2027-01-15' },
  'directory.proposals-taken': { contacts: 3, mandates: 1, fileSha256: 's' },
  'acknowledgement.consigned': {
    ...{ acknowledgement: 'a', campaign: 'c', office: 'OFF-01', sha256: 's', personHash: 'h' },
    ...{ means: 'telephone', on: '2026-12-08', reasonHash: 'h' },
  },
  'acknowledgement.receipt-sealed': {
    ...{ acknowledgement: 'a', office: 'OFF-01', contentSha256: 'c', sha256: 's' },
    ...{ level: 'B-T', certificateSha256: 'c' },
  },
  'link.revoked': { campaign: 'c', delivery: 'd', office: 'OFF-01', generation: 1, reasonHash: 'h' },
  'link.reissued': {
    ...{ campaign: 'c', delivery: 'd', office: 'OFF-01', generation: 2, reasonHash: 'h', mail: 'm' },
  },
  'mail.ended': { mail: 'm', kind: 'receipt', delivery: 'd', office: 'OFF-01', outcome: 'accepted' },
  'question.asked': { ...question, strength: 'code', personHash: 'h' },
  'question.followed-up': { ...question, strength: 'proconnect', personHash: 'h' },
  'question.answered': { ...question, mail: 'm' },
  'question.closed': question,
  'outbox.ended': { mail: 'm', kind: 'question-answer', office: 'OFF-01', outcome: 'accepted' },
  'request.created': {
    ...requested,
    kind: 'file',
    audience: 'regions',
    dueOn: '2027-03-01',
    contentSha256: 's',
  },
  'request.changed': {
    ...requested,
    kind: 'file',
    audience: 'regions',
    dueOn: '2027-03-01',
    contentSha256: 's',
  },
  'request.removed': requested,
  'request.extended': { ...requested, previousDueOn: '2027-03-01', dueOn: '2027-03-15' },
  'request.withdrawn': { ...requested, reasonHash: 'h' },
  'request.reminders-set': { ...requested, change: 'off' },
  'request.reminded': {
    ...{ ...requested, office: 'OFF-01', mail: 'm', step: 'week-before' },
    ...{ dueOn: '2027-03-01', textHash: 'h' },
  },
  'return.given': {
    ...{ ...returned, answer: 'a', number: 2, contentKind: 'pdf', sha256: 's', bytes: 5 },
    ...{ strength: 'code', personHash: 'h', givenOn: '2027-02-20', dueOn: '2027-03-01' },
  },
  'return.refused': { ...returned, cause: 'infected', sha256: 's' },
  'return.analysed': { ...returned, answer: 'a', outcome: 'infected' },
  'questionnaire.made-ready': { ...requested, sha256: 's' },
  'questionnaire.reopened': { ...requested, sha256: 's' },
  'contact.proposed': {
    ...{ proposal: 'p', office: 'OFF-01', action: 'replace', kind: 'functional-mailbox' },
    ...{ textHash: 'h', personHash: 'h', strength: 'code' },
  },
  'contact.proposal-accepted': {
    ...{ proposal: 'p', office: 'OFF-01', contact: 'k', action: 'replace', verified: 'telephone' },
  },
  'contact.proposal-refused': { proposal: 'p', office: 'OFF-01', reasonHash: 'h' },
  'contacts.confirmed': {
    ...{ confirmation: 'c', office: 'OFF-01', year: 2026, contacts: 3, contactsHash: 's' },
    ...{ personHash: 'h', strength: 'code' },
  },
  'region.split-published': {
    ...{ instruction: 'i', region: 'REG-84', office: 'OFF-01', split: 's', number: 2 },
    ...{ contentSha256: 's', personHash: 'h', strength: 'code', reasonHash: 'h' },
  },
  'region.reminded': {
    ...{ instruction: 'i', region: 'REG-84', by: 'OFF-69', office: 'OFF-01', mail: 'm', textHash: 'h' },
  },
};
