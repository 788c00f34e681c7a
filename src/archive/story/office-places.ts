import type { OfficeEvents } from '../../journal/office-events.ts';
import { at, elsewhere, type Places } from './place.ts';

const ofOffice = at<{ office: string }>('dispatch', ({ office }, to) => [to.office(office)]);
const ofQuestion = at<{ question: string }>('answers', ({ question }, to) => [to.question(question)]);
const ofRequest = at<{ request: string }>('answers', ({ request }, to) => [to.request(request)]);
const ofReturn = at<{
  request: string;
  answer: string;
  contentKind?: string;
  territory: string;
  sha256?: string;
}>('answers', ({ request, answer, contentKind, territory, sha256 = '' }, to) => [
  contentKind === 'questionnaire'
    ? to.typedAnswer(request, territory, sha256)
    : to.answer(request, answer, sha256),
  to.request(request),
]);

/** Where the offices' own events stand in a story; see places.ts. */
export const officePlaces: Places<OfficeEvents> = {
  'office.entered': elsewhere,
  'office.left': elsewhere,
  'office.code-sent': elsewhere,
  'office.code-not-sent': elsewhere,
  'office.agent-bound': elsewhere,
  'mandate.named': elsewhere,
  'mandate.corrected': elsewhere,
  'mandate.ended': elsewhere,
  'directory.proposals-taken': elsewhere,
  'acknowledgement.consigned': at('acknowledgements', ({ acknowledgement, office, scanSha256 }, to) => [
    to.scan(office, acknowledgement, scanSha256),
    to.receipt(office, acknowledgement),
    to.office(office),
  ]),
  'acknowledgement.receipt-sealed': at('acknowledgements', ({ acknowledgement, office }, to) => [
    to.receipt(office, acknowledgement),
    to.office(office),
  ]),
  'link.revoked': ofOffice,
  'link.reissued': ofOffice,
  'mail.ended': ofOffice,
  'question.asked': ofQuestion,
  'question.followed-up': ofQuestion,
  'question.answered': ofQuestion,
  'question.closed': ofQuestion,
  // A letter to staff concerns no office: its own line is all that there is.
  'outbox.ended': at('answers', ({ office }, to) => [office === '' ? undefined : to.office(office)]),
  'request.created': ofRequest,
  'request.changed': ofRequest,
  'request.removed': at('answers', () => []),
  'request.extended': ofRequest,
  'request.withdrawn': ofRequest,
  'request.reminders-set': ofRequest,
  'request.reminded': ofRequest,
  'return.given': ofReturn,
  'return.refused': ofRequest,
  'return.analysed': ofReturn,
  'questionnaire.made-ready': ofRequest,
  'questionnaire.reopened': ofRequest,
  'contact.proposed': elsewhere,
  'contact.proposal-accepted': elsewhere,
  'contact.proposal-refused': elsewhere,
  'contacts.confirmed': elsewhere,
  'region.split-published': at('credits', (_data, to) => [to.splits()]),
  'region.reminded': ofOffice,
};
