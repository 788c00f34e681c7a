import { randomBytes } from 'node:crypto';
import { Integer } from 'asn1js';
import * as pki from 'pkijs';
import { buildCarryingCms, oid, type CmsSigner } from './cms.ts';

/** Any identifier under 1.3.6.1.4.1 would be somebody's: this one is the arc for examples (2.999). */
const policy = '2.999.1';

/** Answers a timestamp request (RFC 3161): a token about its imprint, with its nonce, at that instant. */
export async function answerTimestamp(request: Uint8Array, signer: CmsSigner, at: Date): Promise<Uint8Array> {
  const asked = pki.TimeStampReq.fromBER(new Uint8Array(request));
  const genTime = new Date(at);
  // Whole seconds: what every verifier reads.
  genTime.setUTCMilliseconds(0);
  const info = new pki.TSTInfo({
    version: 1,
    policy,
    messageImprint: asked.messageImprint,
    serialNumber: new Integer({ valueHex: new Uint8Array([0x40, ...randomBytes(8)]).buffer }),
    genTime,
    accuracy: new pki.Accuracy({ seconds: 1 }),
    ...(asked.nonce && { nonce: asked.nonce }),
  });
  const encoded = new Uint8Array(info.toSchema().toBER());
  const token = pki.ContentInfo.fromBER(
    new Uint8Array(await buildCarryingCms(encoded, oid.timestampInfo, signer)),
  );
  const response = new pki.TimeStampResp({
    status: new pki.PKIStatusInfo({ status: pki.PKIStatus.granted }),
    timeStampToken: token,
  });
  return new Uint8Array(response.toSchema().toBER());
}
