import { readCertificate, type ReadCertificate } from './certificates.ts';

/** Purposes under which a document may be signed (RFC 9336, RFC 5280, Adobe's and Microsoft's own). */
const signingPurposes = new Set([
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '2.5.29.37.0',
  '1.2.840.113583.1.1.5',
  '1.3.6.1.4.1.311.10.3.12',
]);
const digitalSignatureOrNonRepudiation = 0b1100_0000;
const certificateSigning = 0b0000_0100;
const longestChain = 8;

/** The certificates of a PEM text, in order. Throws when one of them cannot be read. */
export function readPem(pem: string): ReadCertificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) =>
    readCertificate(Buffer.from(block.replace(/-----[^-]+-----|\s/g, ''), 'base64')),
  );
}

/** What forbids this certificate to sign a document at that instant (keys of French sentences). */
export function signerProblems(signer: ReadCertificate, at: Date): string[] {
  const problems = [];
  if (at < signer.validFrom) problems.push('signing.problem.certificate-not-yet-valid');
  if (at > signer.validTo) problems.push('signing.problem.certificate-expired');
  const purposes = signer.extendedKeyUsage;
  const maySign =
    !signer.isAuthority &&
    ((signer.keyUsage ?? 0) & digitalSignatureOrNonRepudiation) !== 0 &&
    (purposes === undefined || purposes.some((purpose) => signingPurposes.has(purpose))) &&
    !signer.hasUnknownCriticalExtension;
  if (!maySign) problems.push('signing.problem.key-usage');
  if (!signer.isStrong) problems.push('signing.problem.weak-algorithm');
  return problems;
}

/**
 * Looks for a path from the signer to one of the anchors through the certificates at hand, each link
 * checked: names, signature, authority, path length, dates (RFC 5280, 6.1). Revocation is not checked.
 * @returns the anchor reached and the path to it, signer first, the anchor left out; or the problem. A path
 * that would hold but for an authority that has expired is a problem of its own: nothing in it is wrong
 * (EN 319 102-1, OUT_OF_BOUNDS_NO_POE).
 */
export function findAnchor(options: Search): FoundChain | { problem: string } {
  const found = search(options, mayIssue);
  if (!('problem' in found) || found.problem !== 'signing.problem.authority-unfit') return found;
  const onceHeld = (issuer: ReadCertificate, below: number, at: Date) =>
    mayIssue(issuer, below, at > issuer.validTo ? issuer.validTo : at);
  return 'problem' in search(options, onceHeld) ? found : { problem: 'signing.problem.authority-expired' };
}

interface FoundChain {
  anchor: ReadCertificate;
  path: ReadCertificate[];
}

interface Search {
  signer: ReadCertificate;
  others: readonly ReadCertificate[];
  anchors: readonly ReadCertificate[];
  at: Date;
}

function search(options: Search, mayIssueAt: typeof mayIssue): FoundChain | { problem: string } {
  const { signer, others, anchors, at } = options;
  let unfit = false;
  const seen = new Set([signer.fingerprint]);
  let paths: ReadCertificate[][] = [[signer]];
  for (let length = 1; length < longestChain && paths.length > 0; length++) {
    const longer: ReadCertificate[][] = [];
    for (const path of paths) {
      const last = path.at(-1)!;
      for (const issuer of [...anchors, ...others]) {
        const isAnchor = anchors.includes(issuer);
        if ((!isAnchor && seen.has(issuer.fingerprint)) || !isIssuedBy(last, issuer)) continue;
        if (!mayIssueAt(issuer, path.length - 1, at)) {
          unfit = true;
          continue;
        }
        if (isAnchor) return { anchor: issuer, path };
        seen.add(issuer.fingerprint);
        longer.push([...path, issuer]);
      }
    }
    paths = longer;
  }
  return { problem: unfit ? 'signing.problem.authority-unfit' : 'signing.problem.unknown-authority' };
}

/** Names and signature; not whether the issuer may issue. */
export function isIssuedBy(certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

/** @param below how many authorities stand between this one and the signer. */
function mayIssue(issuer: ReadCertificate, below: number, at: Date): boolean {
  return (
    issuer.isAuthority &&
    ((issuer.keyUsage ?? certificateSigning) & certificateSigning) !== 0 &&
    (issuer.pathLength === undefined || issuer.pathLength >= below) &&
    issuer.isStrong &&
    !issuer.hasUnknownCriticalExtension &&
    at >= issuer.validFrom &&
    at <= issuer.validTo
  );
}
