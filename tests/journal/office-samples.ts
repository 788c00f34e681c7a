import type { OfficeEvents } from '../../src/journal/office-events.ts';

const mandate = {
  ...{ mandate: 'm', office: 'OFF-01', territory: 'DEP-01' },
  ...{ validFrom: '2027-01-01', personHash: 'h' },
};

/** One of each of the offices' own events. */
export const officeSamples: OfficeEvents = {
  'office.entered': { office: 'OFF-01', session: 's', strength: 'code' },
  'office.left': { office: 'OFF-01', session: 's' },
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
};
