import { sha256Hex } from '../../src/kernel/hash.ts';
import type { Level as VerificationLevel, VerificationReport } from '../../src/signing/signing.ts';

/** Signs by adding a line after the bytes, another one each time: as a real signature, never twice the same. */
export function createFakeSigning() {
  const acts: { signatoryName: string; reason: string }[] = [];
  let spoil = false;
  return {
    /** What was asked to be signed, in order. */
    acts,
    /** From now on the bytes are changed, as a broken library would. */
    spoilBytes(): void {
      spoil = true;
    },
    async signAct(pdf: Uint8Array, act: { signatoryName: string; reason: string }) {
      acts.push(act);
      const start = spoil ? pdf.with(0, 0x21) : pdf;
      const signed = new Uint8Array(Buffer.concat([start, Buffer.from(`signature ${acts.length}\n`)]));
      return {
        pdf: signed,
        sha256: sha256Hex(signed),
        level: 'B-B' as const,
        mark: 'signature' as const,
        certificateSha256: 'c'.repeat(64),
        signerName: act.signatoryName,
      };
    },
    async seal(pdf: Uint8Array, act: { reason: string }) {
      const sealed = new Uint8Array(Buffer.concat([pdf, Buffer.from(`cachet ${act.reason}\n`)]));
      return {
        pdf: sealed,
        sha256: sha256Hex(sealed),
        level: 'B-B' as const,
        mark: 'seal' as const,
        certificateSha256: 'd'.repeat(64),
        signerName: 'Cachet',
      };
    },
    /** Nothing to raise with: the file stays as it is. */
    async raise(pdf: Uint8Array, found: { level: VerificationLevel }) {
      return { pdf, level: found.level };
    },
    async sealAnnex(pdf: Uint8Array, act: { reason: string }) {
      return this.seal(pdf, act);
    },
    async sealManifest(bytes: Uint8Array) {
      const at = new Date('2026-12-07T13:30:00.000Z');
      const timestamp = { token: Buffer.from(`stamped ${sha256Hex(bytes)}`), at };
      return { seal: Buffer.from(`sealed ${sha256Hex(bytes)}`), timestamp };
    },
    /** No key, no service: nothing to say of them. */
    preflight: async () => [],
    /** It signs nothing real: no file that comes back holds a signature. */
    async verify(pdf: Uint8Array): Promise<VerificationReport> {
      const problems = ['signing.problem.no-signature'];
      const common = {
        sha256: sha256Hex(pdf),
        bytes: pdf.length,
        signatures: [],
        notChecked: [],
        revisions: [],
      };
      return { verdict: 'invalid', valid: false, problems, ...common };
    },
  };
}
