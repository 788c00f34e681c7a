import { accountAgreements } from './account-agreements.ts';
import type { Agreement } from './agreement.ts';
import { dispatchAgreements } from './dispatch-agreements.ts';
import { officeAgreements } from './office-agreements.ts';
import { proofAgreements } from './proof-agreements.ts';
import { textAgreements } from './text-agreements.ts';

/** Every table whose rows the journal tells. */
export const agreements: readonly Agreement[] = [
  ...accountAgreements,
  ...textAgreements,
  ...dispatchAgreements,
  ...officeAgreements,
  ...proofAgreements,
];
