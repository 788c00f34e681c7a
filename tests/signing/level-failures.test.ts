import { Integer, OctetString } from 'asn1js';
import { expect } from 'chai';
import * as pki from 'pkijs';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { demonstrationAddresses } from '../../src/signing/demonstration-authority.ts';
import type { Exchange } from '../../src/signing/http-exchange.ts';
import type { Level } from '../../src/signing/level.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { demonstrationExchange, demonstrationParty, trustedSigning } from './trusted-signing.ts';
import { clock, letter } from './signed-files.ts';

const said = { signatoryName: 'Camille Roy', reason: 'Signature' };
const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
const { timestamp, issuing, root } = demonstrationAddresses;
const dayMs = 24 * 60 * 60 * 1000;
const clockAt = (offsetMs: number) =>
  createFixedClock(new Date(clock.now().getTime() + offsetMs).toISOString());

/** The demonstration's services, where some addresses are answered otherwise, or not at all. */
async function services(otherwise: Record<string, Exchange | 'silent'>, usual?: Exchange): Promise<Exchange> {
  const exchange = usual ?? (await demonstrationExchange());
  return async (request) => {
    const answer = otherwise[request.url] ?? exchange;
    if (answer !== 'silent') return answer(request);
    throw new AppError('unavailable', 'silent', {
      messageKey: 'signing.service.silent',
      params: { host: 'x' },
    });
  };
}

/** Answers another request than the one that was made. */
async function changing(change: (asked: pki.TimeStampReq) => void): Promise<Exchange> {
  const exchange = await demonstrationExchange();
  return async (request) => {
    const asked = pki.TimeStampReq.fromBER(new Uint8Array(request.body!));
    change(asked);
    return exchange({ ...request, body: new Uint8Array(asked.toSchema().toBER()) });
  };
}

interface Failure {
  name: string;
  exchange: () => Promise<Exchange>;
  key: string;
  problem?: string;
  /** What is reached when a lower level is accepted. */
  lowered: Level;
}

const failures: Failure[] = [
  {
    name: 'a timestamp service that is silent',
    exchange: () => services({ [timestamp]: 'silent' }),
    key: 'silent',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp service that answers anything',
    exchange: () => services({ [timestamp]: async () => new TextEncoder().encode('<html>') }),
    key: 'timestamp',
    problem: 'timestamp-unreadable',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp with another nonce',
    exchange: async () =>
      services({
        [timestamp]: await changing(
          (asked) => (asked.nonce = new Integer({ valueHex: new Uint8Array([0x41]).buffer })),
        ),
      }),
    key: 'timestamp',
    problem: 'timestamp-nonce',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp of other bytes',
    exchange: async () =>
      services({
        [timestamp]: await changing(
          (asked) =>
            (asked.messageImprint.hashedMessage = new OctetString({ valueHex: new ArrayBuffer(32) })),
        ),
      }),
    key: 'timestamp',
    problem: 'timestamp-imprint',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp by a certificate that may sign only',
    exchange: async () => demonstrationExchange({ timestamp: await demonstrationParty('seal') }),
    key: 'timestamp',
    problem: 'timestamp-usage',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp an hour off',
    exchange: async () =>
      services({ [timestamp]: await demonstrationExchange({ clock: clockAt(60 * 60 * 1000) }) }),
    key: 'timestamp',
    problem: 'timestamp-time',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp by a certificate that has expired',
    exchange: async () =>
      services({ [timestamp]: await demonstrationExchange({ clock: clockAt(13 * 365.25 * dayMs) }) }),
    key: 'timestamp',
    problem: 'timestamp-certificate-dates',
    lowered: 'B-B',
  },
  {
    name: 'a timestamp authority that is revoked',
    exchange: async () => {
      const { serialNumber } = (await demonstrationParty('timestamp')).certificate;
      return demonstrationExchange({ revoked: new Map([[serialNumber, clock.now()]]) });
    },
    key: 'timestamp-revoked',
    lowered: 'B-T',
  },
  {
    name: 'a stale revocation list about the signer',
    exchange: async () =>
      services({ [issuing.crl]: await demonstrationExchange({ clock: clockAt(-30 * dayMs) }) }),
    key: 'revocation',
    lowered: 'B-T',
  },
  {
    name: 'no list about the issuing authority',
    exchange: () => services({ [root.crl]: 'silent' }),
    key: 'revocation',
    lowered: 'B-T',
  },
];

describe('when a service fails', function () {
  this.timeout(180_000);

  for (const { name, exchange, key, problem, lowered } of failures) {
    it(`${name} refuses, or leaves ${lowered} and says so`, async () => {
      const failing = await exchange();
      const strict = await trustedSigning({ exchange: failing });
      const refusal: unknown = await strict.signAct(await letter(), said).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(AppError);
      const { code, messageKey, details, params } = refusal as AppError;
      expect({ code, messageKey }).to.deep.equal({
        code: 'unavailable',
        messageKey: `signing.service.${key}`,
      });
      if (problem !== undefined) expect(details).to.include({ problem: `signing.problem.${problem}` });
      expect(messages(messageKey!, params)).to.match(/\.$/);

      const lenient = await trustedSigning({ exchange: failing, onFailure: 'lower' });
      const signed = await lenient.signAct(await letter(), said);
      expect(signed).to.include({ level: lowered, loweredBy: `signing.lowered.${key}` });
      const report = await lenient.verify(signed.pdf);
      expect(report.valid).to.equal(true);
      expect(report.signatures[0]!.level).to.equal(lowered);
    });
  }

  it('an OCSP answer about another certificate is no proof, and the list is asked instead', async () => {
    const usual = await demonstrationExchange();
    const misled: Exchange = (request) => {
      const asked = pki.OCSPRequest.fromBER(new Uint8Array(request.body!));
      asked.tbsRequest.requestList[0]!.reqCert.serialNumber = new Integer({ value: 12345 });
      return usual({ ...request, body: new Uint8Array(asked.toSchema(true).toBER()) });
    };
    let lists = 0;
    const counting: Exchange = (request) => {
      lists += request.url === issuing.crl ? 1 : 0;
      return usual(request);
    };
    const room = await trustedSigning({
      exchange: await services({ [issuing.ocsp]: misled, [issuing.crl]: counting }),
    });
    expect((await room.signAct(await letter(), said)).level).to.equal('B-LTA');
    expect(lists).to.equal(2);
    let asked = 0;
    const once: Exchange = (request) =>
      ++asked > 1 ? Promise.reject(new AppError('unavailable', 'silent')) : usual(request);
    const alone = await trustedSigning({
      exchange: await services({ [issuing.ocsp]: misled, [issuing.crl]: once }),
      onFailure: 'lower',
    });
    expect(await alone.signAct(await letter(), said)).to.include({
      level: 'B-T',
      loweredBy: 'signing.lowered.revocation',
    });
  });
});

describe('a revoked signer', function () {
  this.timeout(180_000);

  it('signs nothing, whatever the level and the policy, and no service is asked for a timestamp', async () => {
    const { serialNumber } = (await demonstrationParty('signatory')).certificate;
    const revoking = await demonstrationExchange({
      revoked: new Map([[serialNumber, new Date(clock.now().getTime() - dayMs)]]),
    });
    let stamps = 0;
    const exchange: Exchange = (request) => {
      if (request.url === timestamp) stamps++;
      return revoking(request);
    };
    for (const asked of ['B-B', 'B-T', 'B-LTA'] as const) {
      for (const onFailure of ['refuse', 'lower'] as const) {
        const room = await trustedSigning({ exchange, asked, onFailure });
        const refusal: unknown = await room.signAct(await letter(), said).catch((error: unknown) => error);
        expect(refusal).to.include({ code: 'conflict', messageKey: 'signing.refusal.certificate-revoked' });
        expect(messages('signing.refusal.certificate-revoked', (refusal as AppError).params)).to.contain(
          'Signataire',
        );
      }
    }
    expect(stamps).to.equal(0);
  });
});
