import { join } from 'node:path';
import { PDF, type Signer } from '@libpdf/core';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLog } from '../src/kernel/log.ts';
import { createSigning, openDemonstrationKeys, type KeyHolder } from '../src/signing/signing.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openSampleDocument } from './sample-document.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const reason = 'Signature de l’instruction';

/** Our signature, which verifies what it made before giving it, beside the library's own, which does not. */
export const signLibrary: Benchmark = {
  name: 'sign-library',
  about: 'our signAct, own verification included, beside the signing of @libpdf/core with the same key',
  aim: { bound: 'at most', ratio: 2.5 },
  rounds: 31,

  async prepare({ atEnd }): Promise<Prepared> {
    const pdf = await printSample();
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const keys = await openDemonstrationKeys({ folder: join(folder.path, 'keys'), clock: systemClock });
    const signing = createSigning({ clock: systemClock, ...keys, trust: keys.rootPem, log: silentLog });
    const signer = signerOf(keys.signatory);

    async function signBare(): Promise<Uint8Array> {
      const file = await PDF.load(pdf);
      const { bytes } = await file.sign({ signer, reason, level: 'B-B' });
      return bytes;
    }
    const signAct = () => signing.signAct(pdf, { signatoryName: 'Claude Vasseur', reason });
    return {
      ours: {
        run: async () => void (await signAct()),
        facts: { bytes: pdf.byteLength, signedBytes: (await signAct()).pdf.byteLength },
      },
      peer: {
        name: '@libpdf/core sign()',
        run: async () => void (await signBare()),
        facts: { bytes: pdf.byteLength, signedBytes: (await signBare()).byteLength },
      },
    };
  },
};

/** The finished instruction; the browser is gone before anything is timed. */
async function printSample(): Promise<Uint8Array> {
  const document = openSampleDocument();
  try {
    return (await document.render()).pdf;
  } finally {
    await document.close();
  }
}

/** The same key and the same chain, as the library asks for them. */
function signerOf(holder: KeyHolder): Signer {
  const isRsa = holder.algorithm === 'rsa-sha256';
  return {
    certificate: holder.certificateDer,
    certificateChain: [...holder.chainDer],
    keyType: isRsa ? 'RSA' : 'EC',
    signatureAlgorithm: isRsa ? 'RSASSA-PKCS1-v1_5' : 'ECDSA',
    sign: (data) => holder.sign(data),
  };
}
