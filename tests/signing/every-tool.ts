import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { readCms } from '../../src/signing/cms-reading.ts';
import { demonstrationParty } from './trusted-signing.ts';
import {
  asFile,
  demonstrationKeys,
  lastByteRange,
  lastSignature,
  opensslAccepts,
  pdfsig,
  run,
} from './signed-files.ts';

/** The file as it was when each signature or document timestamp was the last, in order. */
export function revisionsOf(pdf: Uint8Array): Uint8Array[] {
  const text = Buffer.from(pdf).toString('latin1');
  return [...text.matchAll(/\/ByteRange \[\d+ \d+ (\d+) (\d+)\]/g)]
    .map((found) => Number(found[1]) + Number(found[2]))
    .map((end) => pdf.subarray(0, end));
}

/** `openssl ts -verify` of a token of the demonstration's authority. */
export async function opensslVouches(token: Uint8Array, data: Uint8Array): Promise<boolean> {
  const { rootPem } = await demonstrationKeys();
  const { certificate } = await demonstrationParty('issuing');
  const args = ['ts', '-verify', '-token_in', '-in', asFile(token), '-data', asFile(data)];
  args.push('-CAfile', asFile(rootPem), '-untrusted', asFile(certificate.x509.toString()));
  return spawnSync('openssl', args).status === 0;
}

/**
 * Holds every signature and timestamp of a file against the tools of others: `openssl cms -verify -cades`,
 * `openssl ts -verify`, `pdfsig`, `qpdf --check`. Throws an AssertionError when one refuses.
 * @returns how many of each there are.
 */
export async function everyToolAccepts(pdf: Uint8Array) {
  const { rootPem } = await demonstrationKeys();
  const found = { signatures: 0, signatureTimestamps: 0, documentTimestamps: 0 };
  for (const revision of revisionsOf(pdf)) {
    const [, length, next] = lastByteRange(revision);
    const contents = Buffer.from(Buffer.from(revision).toString('latin1', length + 1, next - 1), 'hex');
    const cms = readCms(contents);
    if ('problem' in cms) {
      const { cms: token, signedBytes } = lastSignature(revision);
      expect(await opensslVouches(token, signedBytes), 'openssl ts, document').to.equal(true);
      found.documentTimestamps += 1;
      continue;
    }
    expect(opensslAccepts(revision, rootPem), 'openssl cms').to.equal(true);
    found.signatures += 1;
    for (const token of cms.timestampTokens) {
      expect(await opensslVouches(token, cms.signatureValue), 'openssl ts, signature').to.equal(true);
      found.signatureTimestamps += 1;
    }
  }
  // pdfsig has its say on each signature; it cannot check document timestamps.
  expect(pdfsig(pdf).match(/Signature is Valid/g) ?? [], 'pdfsig').to.have.lengthOf.at.least(
    found.signatures,
  );
  expect(run('qpdf', '--check', asFile(pdf))).to.contain('No syntax or stream encoding errors');
  return found;
}
