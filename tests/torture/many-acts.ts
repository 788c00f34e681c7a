import type { InstructionsPort } from '../../src/dispatch/dispatch.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { signed } from '../dispatch/campaign-bench.ts';

/** Every instruction is signed, whatever its id: a torture opens hundreds of campaigns on one ledger. */
export function manyActs(): InstructionsPort {
  return {
    signedVersion: async (instructionId) => ({
      ...signed,
      instructionId,
      sha256: sha256Hex(instructionId),
      pdf: async () => new TextEncoder().encode('%PDF-1.7 test'),
    }),
    async lock() {},
    async markDispatched() {},
    async markClosed() {},
  };
}
