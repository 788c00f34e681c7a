import * as pki from 'pkijs';
import { crlAddresses, urisOf } from './certificate-addresses.ts';
import { integerKey, nameKey } from './certificates.ts';
import { isSignedBy } from './revocation-ocsp.ts';
import { isInWindow, type RevocationFinding, type RevocationQuestion } from './revocation.ts';

const crlSigning = 0b0000_0010;
const issuingDistributionPoint = '2.5.29.28';
/** cRLNumber and authorityKeyIdentifier add nothing to what the signature already proves. */
const understood = new Set(['2.5.29.20', '2.5.29.35', issuingDistributionPoint]);

/**
 * What a revocation list (RFC 5280, 5 and 6.3) says of one certificate: the complete list of its own
 * issuer, signed by it, fresh, whose scope holds that certificate. Never throws.
 */
export function checkCrl(der: Uint8Array, question: RevocationQuestion): RevocationFinding {
  try {
    return check(der, question);
  } catch {
    return { problem: 'signing.problem.revocation-unreadable' };
  }
}

const alreadyRead = new WeakMap<Uint8Array, pki.CertificateRevocationList>();

/** A list is asked about several certificates in turn. */
function readList(der: Uint8Array): pki.CertificateRevocationList {
  const list = alreadyRead.get(der) ?? pki.CertificateRevocationList.fromBER(der);
  alreadyRead.set(der, list);
  return list;
}

function check(der: Uint8Array, question: RevocationQuestion): RevocationFinding {
  const { certificate, issuer, at } = question;
  const list = readList(der);
  if (nameKey(list.issuer) !== issuer.subject)
    return { problem: 'signing.problem.revocation-other-certificate' };
  const signature = list.signatureValue.valueBlock.valueHexView;
  if (
    ((issuer.keyUsage ?? crlSigning) & crlSigning) === 0 ||
    !isSignedBy(issuer, list.tbsView, list.signatureAlgorithm, signature)
  ) {
    return { problem: 'signing.problem.revocation-signature' };
  }
  if (!coversCertificate(list, question)) return { problem: 'signing.problem.revocation-other-certificate' };
  const thisUpdate = list.thisUpdate.value;
  const nextUpdate = list.nextUpdate?.value;
  if (!isInWindow({ thisUpdate, nextUpdate }, question))
    return { problem: 'signing.problem.revocation-stale' };
  const entry = list.revokedCertificates?.find(
    (each) => integerKey(each.userCertificate) === certificate.serialNumber,
  );
  const revokedAt = entry?.revocationDate.value;
  return {
    status: revokedAt !== undefined && revokedAt <= at ? 'revoked' : 'good',
    ...(revokedAt && { revokedAt }),
    thisUpdate,
    ...(nextUpdate && { nextUpdate }),
    source: 'crl',
    signer: issuer,
  };
}

/** A partial, indirect or delta list is no proof for a certificate outside its scope (RFC 5280, 5.2.5). */
function coversCertificate(
  list: pki.CertificateRevocationList,
  { certificate }: RevocationQuestion,
): boolean {
  const extensions = list.crlExtensions?.extensions ?? [];
  if (extensions.some((each) => each.critical && !understood.has(each.extnID))) return false;
  const scope = extensions.find((each) => each.extnID === issuingDistributionPoint)?.parsedValue as
    pki.IssuingDistributionPoint | undefined;
  if (scope === undefined) return true;
  if (scope.indirectCRL || scope.onlyContainsAttributeCerts || scope.onlySomeReasons) return false;
  if (certificate.isAuthority ? scope.onlyContainsUserCerts : scope.onlyContainsCACerts) return false;
  if (scope.distributionPoint === undefined) return true;
  const own = crlAddresses(certificate);
  return urisOf(scope.distributionPoint).some((address) => own.includes(address));
}
