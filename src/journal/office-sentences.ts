import type { OfficeEvents } from './office-events.ts';
import { byMandateFrom, byOffice, none, type Params, type Words } from './sentence-words.ts';

/** What the sentences of the offices' own events need; see sentences.ts. */
export const officeParams: {
  [Type in keyof OfficeEvents]: (data: OfficeEvents[Type], words: Words) => Params;
} = {
  'office.entered': byOffice,
  'office.left': byOffice,
  'office.code-sent': byOffice,
  'office.code-not-sent': byOffice,
  'office.agent-bound': byOffice,
  'mandate.named': byMandateFrom,
  'mandate.corrected': byMandateFrom,
  'mandate.ended': (data, words) => ({ mandate: words.mandate(data), day: words.day(data.endedOn) }),
  'directory.proposals-taken': ({ contacts, mandates }) => ({ contacts, mandates }),
  'acknowledgement.consigned': (data, words) => ({
    ...byOffice(data, words),
    means: words.word(`means-${data.means}`),
    day: words.day(data.on),
  }),
  'acknowledgement.receipt-sealed': byOffice,
  'link.revoked': byOffice,
  'link.reissued': byOffice,
  'mail.ended': (data, words) => ({
    ...byOffice(data, words),
    what: words.word(`mail-${data.kind}`),
    outcome: words.word(`mail-${data.outcome}`),
  }),
  'question.asked': byOffice,
  'question.followed-up': byOffice,
  'question.answered': byOffice,
  'question.closed': byOffice,
  'outbox.ended': (data, words) => ({
    office: data.office === '' ? words.word('to-staff') : words.office(data.office),
    what: words.word(`letter-${data.kind}`),
    outcome: words.word(`mail-${data.outcome}`),
  }),
  'request.created': ({ dueOn }, words) => ({ day: words.day(dueOn) }),
  'request.changed': ({ dueOn }, words) => ({ day: words.day(dueOn) }),
  'request.removed': none,
  'request.extended': ({ previousDueOn, dueOn }, words) => ({
    day: words.day(dueOn),
    previous: words.day(previousDueOn),
  }),
  'request.withdrawn': none,
  'request.reminders-set': ({ change }, words) => ({ change: words.word(`reminders-${change}`) }),
  'request.reminded': (data, words) => ({ ...byOffice(data, words), day: words.day(data.dueOn) }),
  'return.given': (data, words) => ({ ...byOffice(data, words), number: data.number }),
  'return.refused': byOffice,
  'return.analysed': (data, words) => ({
    ...byOffice(data, words),
    outcome: words.word(`analysed-${data.outcome}`),
  }),
  'questionnaire.made-ready': none,
  'questionnaire.reopened': none,
  'contact.proposed': (data, words) => ({
    ...byOffice(data, words),
    what: words.word(`proposal-${data.action}`),
  }),
  'contact.proposal-accepted': (data, words) => ({
    ...byOffice(data, words),
    what: words.word(`proposal-${data.action}`),
  }),
  'contact.proposal-refused': byOffice,
  'contacts.confirmed': (data, words) => ({ ...byOffice(data, words), year: data.year }),
  'region.split-published': (data, words) => ({ ...byOffice(data, words), number: data.number }),
  'region.reminded': byOffice,
};
