import type { AnnexesProgress } from '../../../src/dispatch/ports.ts';

/** Four notifications; office B's weigh so many octets. */
export const notified = (change: Partial<AnnexesProgress> & { bytesOfB?: number } = {}): AnnexesProgress => {
  const { bytesOfB = 100, ...progress } = change;
  return {
    ...{ made: 4, total: 4, ready: true, failed: false },
    bytesByOffice: new Map([
      ['A', 10],
      ['B', bytesOfB],
    ]),
    ...progress,
  };
};
