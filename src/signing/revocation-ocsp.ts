import { createHash } from 'node:crypto';
import * as pki from 'pkijs';
import { isIssuedBy } from './certificate-chain.ts';
import { integerKey, nameKey, readCertificate, type ReadCertificate } from './certificates.ts';
import { holds, schemeOf } from './signature-algorithm.ts';
import { isInWindow, type RevocationFinding, type RevocationQuestion } from './revocation.ts';

const ocspBasic = '1.3.6.1.5.5.7.48.1.1';
const ocspSigning = '1.3.6.1.5.5.7.3.9';
const certIdHashes: Record<string, string> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };
const contextTag = { good: 0, revoked: 1 };

/**
 * What an OCSP response (RFC 6960) says of one certificate: the answer about that very certificate,
 * signed by its issuer or by a responder that the issuer itself appointed, and fresh. Never throws.
 */
export function checkOcspResponse(der: Uint8Array, question: RevocationQuestion): RevocationFinding {
  try {
    return check(der, question);
  } catch {
    return { problem: 'signing.problem.revocation-unreadable' };
  }
}

const alreadyRead = new WeakMap<Uint8Array, pki.BasicOCSPResponse | undefined>();

/** What a successful response carries; it is asked about several certificates in turn. */
function readAnswer(der: Uint8Array): pki.BasicOCSPResponse | undefined {
  if (alreadyRead.has(der)) return alreadyRead.get(der);
  const { responseStatus, responseBytes } = pki.OCSPResponse.fromBER(der);
  const isAnswer = responseStatus.valueBlock.valueDec === 0 && responseBytes?.responseType === ocspBasic;
  const basic = isAnswer
    ? pki.BasicOCSPResponse.fromBER(new Uint8Array(responseBytes.response.getValue()))
    : undefined;
  alreadyRead.set(der, basic);
  return basic;
}

function check(der: Uint8Array, question: RevocationQuestion): RevocationFinding {
  const { certificate, issuer } = question;
  const basic = readAnswer(der);
  if (basic === undefined) return { problem: 'signing.problem.revocation-refused' };
  const data = basic.tbsResponseData;
  const signer = findResponder(basic, issuer, data.producedAt);
  if (signer === undefined) return { problem: 'signing.problem.revocation-signature' };
  const answers = data.responses.filter((each) => concerns(each.certID, certificate, issuer));
  const [answer] = answers;
  if (answer === undefined || answers.length > 1)
    return { problem: 'signing.problem.revocation-other-certificate' };
  const { thisUpdate, nextUpdate } = answer;
  if (!isInWindow({ thisUpdate, nextUpdate }, question))
    return { problem: 'signing.problem.revocation-stale' };
  const when = { thisUpdate, ...(nextUpdate && { nextUpdate }), source: 'ocsp' as const, signer };
  const { tagNumber } = (answer.certStatus as { idBlock: { tagNumber: number } }).idBlock;
  if (tagNumber === contextTag.good) return { status: 'good', ...when };
  if (tagNumber !== contextTag.revoked) return { status: 'unknown', ...when };
  const [time] = (answer.certStatus as { valueBlock: { value: { toDate(): Date }[] } }).valueBlock.value;
  const revokedAt = time?.toDate();
  return {
    status: revokedAt !== undefined && revokedAt > question.at ? 'good' : 'revoked',
    ...(revokedAt && { revokedAt }),
    ...when,
  };
}

/** The issuer itself, or a certificate that it issued for OCSP signing (RFC 6960, 4.2.2.2). */
function findResponder(
  basic: pki.BasicOCSPResponse,
  issuer: ReadCertificate,
  at: Date,
): ReadCertificate | undefined {
  const delegated = (basic.certs ?? [])
    .slice(0, 5)
    .map((each) => readCertificate(new Uint8Array(each.toSchema().toBER())))
    .filter(
      (each) =>
        each.extendedKeyUsage?.includes(ocspSigning) &&
        isIssuedBy(each, issuer) &&
        each.isStrong &&
        at >= each.validFrom &&
        at <= each.validTo,
    );
  const { tbsResponseData, signatureAlgorithm, signature } = basic;
  return [issuer, ...delegated].find((candidate) =>
    isSignedBy(candidate, tbsResponseData.tbsView, signatureAlgorithm, signature.valueBlock.valueHexView),
  );
}

/** Whether the bytes carry this certificate's signature, by an algorithm still accepted. */
export function isSignedBy(
  certificate: ReadCertificate,
  bytes: Uint8Array,
  algorithm: pki.AlgorithmIdentifier,
  signature: Uint8Array,
): boolean {
  const scheme = schemeOf(algorithm);
  if (scheme === undefined || scheme.digest === 'any') return false;
  return holds(scheme, { bytes, key: certificate.x509.publicKey, signature });
}

function concerns(id: pki.CertID, certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  const algorithm = certIdHashes[id.hashAlgorithm.algorithmId];
  if (algorithm === undefined || integerKey(id.serialNumber) !== certificate.serialNumber) return false;
  const parsed = pki.Certificate.fromBER(issuer.der);
  const hash = (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest();
  const name = Buffer.from(nameKey(parsed.subject), 'hex');
  const key = parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return (
    hash(name).equals(id.issuerNameHash.valueBlock.valueHexView) &&
    hash(key).equals(id.issuerKeyHash.valueBlock.valueHexView)
  );
}
