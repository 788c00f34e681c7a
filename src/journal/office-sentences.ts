import type { OfficeEvents } from './office-events.ts';
import { byMandateFrom, byOffice, type Params, type Words } from './sentence-words.ts';

/** What the sentences of the offices' own events need; see sentences.ts. */
export const officeParams: {
  [Type in keyof OfficeEvents]: (data: OfficeEvents[Type], words: Words) => Params;
} = {
  'office.entered': byOffice,
  'office.left': byOffice,
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
};
