import { sha256Hex } from '../../src/kernel/hash.ts';

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
  };
}
