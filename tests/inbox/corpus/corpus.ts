import { absencesCorpus } from './absences.ts';
import type { CorpusMessage } from './corpus-message.ts';
import { delaysAndSuccesses } from './delays-and-successes.ts';
import { deliveryReports } from './delivery-reports.ts';
import { oddForms } from './odd-forms.ts';
import { receiptsCorpus } from './receipts.ts';
import { repliesAndOthers } from './replies-and-others.ts';
import { textNotices } from './text-notices.ts';

/** Every message of the tests, each with what is to be read in it. */
export const corpus: readonly CorpusMessage[] = [
  ...deliveryReports,
  ...textNotices,
  ...delaysAndSuccesses,
  ...oddForms,
  ...absencesCorpus,
  ...receiptsCorpus,
  ...repliesAndOthers,
];
