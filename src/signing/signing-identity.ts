import { AppError } from '../kernel/errors.ts';
import { signerProblems } from './certificate-chain.ts';
import { readCertificate, type ReadCertificate } from './certificates.ts';
import type { KeyHolder, Mark } from './key-holder.ts';

/** A key as the installation shows it: who, until when. */
export interface SigningIdentity {
  mark: Mark;
  name: string;
  certificateSha256: string;
  validFrom: Date;
  validTo: Date;
}

/** A key in its place. Throws Error when it is the other's. */
export function identityOf(holder: KeyHolder, mark: Mark) {
  if (holder.mark !== mark) throw new Error(`a key that makes a ${holder.mark} was given to make a ${mark}`);
  return { holder, certificate: readCertificate(holder.certificateDer) };
}

export function describe({ holder, certificate }: ReturnType<typeof identityOf>): SigningIdentity {
  const { name, fingerprint, validFrom, validTo } = certificate;
  return { mark: holder.mark, name, certificateSha256: fingerprint, validFrom, validTo };
}

/** Throws AppError `unavailable` when this certificate may not sign at that instant. */
export function refuseUnfitCertificate(certificate: ReadCertificate, at: Date): void {
  const [problem] = signerProblems(certificate, at);
  if (problem === undefined) return;
  throw new AppError('unavailable', `the signing certificate may not be used: ${problem}`, {
    messageKey: problem.replace('signing.problem.', 'signing.refusal.'),
    details: { certificateSha256: certificate.fingerprint },
  });
}

/** One line of text each: they are shown by PDF readers beside the signature. Throws AppError `invalid`. */
export function refuseUnprintable(said: { signerName: string; reason: string }): void {
  for (const text of [said.signerName, said.reason]) {
    if (text.trim() !== '' && text.length <= 500 && !/\p{Cc}/u.test(text)) continue;
    throw new AppError(
      'invalid',
      'a signature needs a name and a reason, on one line of 500 characters at most',
      {
        messageKey: 'signing.refusal.words',
      },
    );
  }
}
