import { createPrivateKey, webcrypto } from 'node:crypto';
import { Constructed, Enumerated, GeneralizedTime, Integer, OctetString, Primitive } from 'asn1js';
import * as pki from 'pkijs';
import { timeOf } from './certificate-issuing.ts';
import { integerKey, type ReadCertificate } from './certificates.ts';

/** An authority that answers for the certificates it issued; its key is on the curve P-256. */
export interface RevokingAuthority {
  certificate: ReadCertificate;
  keyPem: string;
}

const ocspBasic = '1.3.6.1.5.5.7.48.1.1';
const freshForMs = 7 * 24 * 60 * 60 * 1000;

/** Answers an OCSP request (RFC 6960) about certificates that this authority issued, and signs it itself. */
export async function answerOcsp(
  request: Uint8Array,
  authority: RevokingAuthority,
  revoked: ReadonlyMap<string, Date>,
  at: Date,
): Promise<Uint8Array> {
  const asked = pki.OCSPRequest.fromBER(new Uint8Array(request));
  const parsed = pki.Certificate.fromBER(authority.certificate.der);
  const thisUpdate = wholeSeconds(at);
  const data = new pki.ResponseData({
    responderID: parsed.subject,
    producedAt: thisUpdate,
    responses: asked.tbsRequest.requestList.map(
      ({ reqCert }) =>
        new pki.SingleResponse({
          certID: reqCert,
          certStatus: statusOf(revoked.get(integerKey(reqCert.serialNumber))),
          thisUpdate,
          nextUpdate: new Date(thisUpdate.getTime() + freshForMs),
        }),
    ),
  });
  const basic = new pki.BasicOCSPResponse({ tbsResponseData: data });
  await basic.sign(await keyOf(authority), 'SHA-256');
  const response = new pki.OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new pki.ResponseBytes({
      responseType: ocspBasic,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

/** The authority's complete revocation list (RFC 5280, 5). */
export async function issueCrl(
  authority: RevokingAuthority,
  revoked: ReadonlyMap<string, Date>,
  at: Date,
): Promise<Uint8Array> {
  const parsed = pki.Certificate.fromBER(authority.certificate.der);
  const thisUpdate = wholeSeconds(at);
  const list = new pki.CertificateRevocationList({
    version: 1,
    issuer: parsed.subject,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: timeOf(new Date(thisUpdate.getTime() + freshForMs)),
    ...(revoked.size > 0 && { revokedCertificates: [...revoked].map(entryOf) }),
  });
  await list.sign(await keyOf(authority), 'SHA-256');
  return new Uint8Array(list.toSchema().toBER());
}

function entryOf([serialNumber, at]: [string, Date]): pki.RevokedCertificate {
  return new pki.RevokedCertificate({
    userCertificate: new Integer({ valueHex: new Uint8Array(Buffer.from(serialNumber, 'hex')).buffer }),
    revocationDate: timeOf(wholeSeconds(at)),
  });
}

/** CertStatus (RFC 6960, 4.2.1): [0] NULL for good, [1] with the instant for revoked. */
function statusOf(revokedAt: Date | undefined): Primitive | Constructed {
  if (revokedAt === undefined) return new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } });
  const time = new GeneralizedTime({ valueDate: wholeSeconds(revokedAt) });
  return new Constructed({ idBlock: { tagClass: 3, tagNumber: 1 }, value: [time] });
}

async function keyOf({ keyPem }: RevokingAuthority): Promise<never> {
  const pkcs8 = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  // The types of node:crypto and of the browser name the same key differently.
  return (await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])) as never;
}

function wholeSeconds(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
