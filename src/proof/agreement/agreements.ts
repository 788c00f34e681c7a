import { accountAgreements } from './account-agreements.ts';
import { actAgreements } from './act-agreements.ts';
import type { Agreement } from './agreement.ts';
import { countAgreements } from './count-agreements.ts';
import { directoryAgreements } from './directory-agreements.ts';
import { dispatchAgreements } from './dispatch-agreements.ts';
import { officeAgreements } from './office-agreements.ts';
import { proofAgreements } from './proof-agreements.ts';
import { publishingAgreements } from './publishing-agreements.ts';
import { textAgreements } from './text-agreements.ts';

/** Every table whose rows the journal tells. */
export const agreements: readonly Agreement[] = [
  ...accountAgreements,
  ...textAgreements,
  ...actAgreements,
  ...dispatchAgreements,
  ...officeAgreements,
  ...directoryAgreements,
  ...countAgreements,
  ...proofAgreements,
  ...publishingAgreements,
];
