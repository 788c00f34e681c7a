import { randomBytes } from 'node:crypto';
import { fromBER, Integer, Null, OctetString } from 'asn1js';
import * as pki from 'pkijs';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { integerKey, type ReadCertificate } from './certificates.ts';
import { oid } from './cms.ts';
import type { Exchange } from './http-exchange.ts';
import { checkTimestamp, readTimestampToken } from './timestamp-token.ts';

/** A token whose every claim was checked, and the chain of who gave it. */
export interface Timestamp {
  /** The token (DER of a ContentInfo). */
  token: Uint8Array;
  at: Date;
  /** From the authority's certificate up, the anchor left out. */
  path: ReadCertificate[];
  anchor: ReadCertificate;
}

const mostTokenBytes = 30_000;
/** How far the authority's clock and ours may lie apart: further, one of the two is wrong. */
const clockToleranceMs = 5 * 60 * 1000;
const granted = new Set([0, 1]);

/**
 * A client of one timestamp authority (RFC 3161 over HTTP).
 * @param options.anchors the only roots under which its certificate is trusted.
 */
export function createTimestampClient(options: {
  url: string;
  exchange: Exchange;
  anchors: readonly ReadCertificate[];
  clock: Clock;
}) {
  const { url, exchange, anchors, clock } = options;
  return {
    url,
    /**
     * Has a SHA-256 digest stamped. The answer is checked in full: status, imprint, nonce, time,
     * signature, usage and chain.
     * @throws AppError `unavailable` when there is no answer, or when it is not worth its name.
     */
    async stamp(digest: Uint8Array): Promise<Timestamp> {
      const request = buildRequest(digest);
      const answer = await exchange({ url, body: request.der, contentType: 'application/timestamp-query' });
      const token = tokenOf(answer);
      if (token === undefined) throw refused('signing.problem.timestamp-unreadable');
      const reading = readTimestampToken(token);
      if ('problem' in reading) throw refused(reading.problem);
      const found = checkTimestamp(reading, {
        digestOf: (algorithm) => (algorithm === 'sha256' ? digest : new Uint8Array()),
        nonce: request.nonce,
        anchors,
      });
      const [problem] = found.problems;
      if (problem !== undefined || found.anchor === undefined) {
        throw refused(problem ?? 'signing.problem.timestamp-authority');
      }
      if (Math.abs(reading.at.getTime() - clock.now().getTime()) > clockToleranceMs) {
        throw refused('signing.problem.timestamp-time');
      }
      return { token, at: reading.at, path: found.path, anchor: found.anchor };
    },
  };

  function refused(problem: string): AppError {
    return new AppError('unavailable', `the timestamp authority's answer is refused: ${problem}`, {
      messageKey: 'signing.service.timestamp',
      params: { host: new URL(url).host },
      details: { problem },
    });
  }
}

export type TimestampClient = ReturnType<typeof createTimestampClient>;

function buildRequest(digest: Uint8Array): { der: Uint8Array; nonce: string } {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40; // positive, in its shortest form
  const nonce = new Integer({ valueHex: new Uint8Array(bytes).buffer });
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: oid.sha256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(digest).buffer }),
    }),
    nonce,
    certReq: true,
  });
  return { der: new Uint8Array(request.toSchema().toBER()), nonce: integerKey(nonce) };
}

/** The token of a granted answer, byte for byte as it was received. */
function tokenOf(answer: Uint8Array): Uint8Array | undefined {
  try {
    const decoded = fromBER(new Uint8Array(answer));
    if (decoded.offset !== answer.length) return undefined;
    const response = new pki.TimeStampResp({ schema: decoded.result });
    if (!granted.has(Number(response.status.status)) || response.timeStampToken === undefined)
      return undefined;
    const [, token] = (
      decoded.result as unknown as { valueBlock: { value: { valueBeforeDecodeView: Uint8Array }[] } }
    ).valueBlock.value;
    const der = token && new Uint8Array(token.valueBeforeDecodeView);
    return der !== undefined && der.length <= mostTokenBytes ? der : undefined;
  } catch {
    return undefined;
  }
}
