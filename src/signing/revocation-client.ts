import { createHash } from 'node:crypto';
import { Integer, Null, OctetString } from 'asn1js';
import * as pki from 'pkijs';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { crlAddresses, ocspAddresses } from './certificate-addresses.ts';
import type { ReadCertificate } from './certificates.ts';
import type { Exchange } from './http-exchange.ts';
import { checkCrl } from './revocation-crl.ts';
import { checkOcspResponse } from './revocation-ocsp.ts';
import type { RevocationFinding } from './revocation.ts';

/** An authority's checked answer: the certificate is not revoked. */
export interface RevocationProof {
  kind: 'ocsp' | 'crl';
  der: Uint8Array;
  /** Until when the answer is fresh, when it says. */
  nextUpdate: Date | undefined;
}

const sha1 = '1.3.14.3.2.26';

/** Asks the authorities, at the addresses that the certificates themselves carry, whether they still hold. */
export function createRevocationClient(options: { exchange: Exchange; clock: Clock }) {
  const { exchange, clock } = options;

  /** The finding, or why the service at that address gave none. */
  async function ask(
    address: string,
    kind: 'ocsp' | 'crl',
    certificate: ReadCertificate,
    issuer: ReadCertificate,
  ): Promise<{ finding: RevocationFinding; der: Uint8Array } | { failure: unknown }> {
    try {
      const der =
        kind === 'crl'
          ? await exchange({ url: address })
          : await exchange({
              url: address,
              body: ocspRequest(certificate, issuer),
              contentType: 'application/ocsp-request',
            });
      const now = clock.now();
      const check = kind === 'crl' ? checkCrl : checkOcspResponse;
      return { finding: check(der, { certificate, issuer, at: now, now }), der };
    } catch (failure) {
      return { failure };
    }
  }

  return {
    /**
     * A proof that the certificate is not revoked now: by OCSP, else by the list.
     * @throws AppError `conflict` when it is revoked, or unknown to its authority: no service can repair
     * that. AppError `unavailable` when no service gave an answer that proves anything.
     */
    async prove(certificate: ReadCertificate, issuer: ReadCertificate): Promise<RevocationProof> {
      const sources = [
        ...ocspAddresses(certificate).map((address) => ({ address, kind: 'ocsp' as const })),
        ...crlAddresses(certificate).map((address) => ({ address, kind: 'crl' as const })),
      ];
      const failures: unknown[] = [];
      for (const { address, kind } of sources) {
        const asked = await ask(address, kind, certificate, issuer);
        if ('failure' in asked) {
          failures.push(asked.failure);
          continue;
        }
        const { finding, der } = asked;
        if ('problem' in finding) {
          failures.push(new Error(finding.problem));
          continue;
        }
        if (finding.status === 'good') return { kind, der, nextUpdate: finding.nextUpdate };
        throw new AppError('conflict', `the certificate is ${finding.status} for its authority`, {
          messageKey: `signing.refusal.certificate-${finding.status}`,
          params: { name: certificate.name },
          details: { certificateSha256: certificate.fingerprint },
        });
      }
      throw new AppError('unavailable', 'no service proves that the certificate is not revoked', {
        cause: failures[0],
        messageKey: sources.length === 0 ? 'signing.service.no-address' : 'signing.service.revocation',
        params: { name: certificate.name },
        details: { problems: failures.map(String) },
      });
    },
  };
}

export type RevocationClient = ReturnType<typeof createRevocationClient>;

/** A request about one certificate (RFC 6960, 4.1.1; SHA-1 names the issuer there: RFC 5019, 2.1.1). */
function ocspRequest(certificate: ReadCertificate, issuer: ReadCertificate): Uint8Array {
  const parsed = pki.Certificate.fromBER(issuer.der);
  const hash = (bytes: Uint8Array) =>
    new OctetString({ valueHex: new Uint8Array(createHash('sha1').update(bytes).digest()).buffer });
  const certId = new pki.CertID({
    hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: sha1, algorithmParams: new Null() }),
    issuerNameHash: hash(Buffer.from(issuer.subject, 'hex')),
    issuerKeyHash: hash(parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
    serialNumber: new Integer({
      valueHex: new Uint8Array(Buffer.from(certificate.serialNumber, 'hex')).buffer,
    }),
  });
  const request = new pki.OCSPRequest({
    tbsRequest: new pki.TBSRequest({ requestList: [new pki.Request({ reqCert: certId })] }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}
