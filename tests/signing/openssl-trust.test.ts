import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { createHttpExchange } from '../../src/signing/http-exchange.ts';
import { createMemoryKeyHolder } from '../../src/signing/key-holder.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createAuthority } from './authority.ts';
import {
  opensslRegister,
  opensslReply,
  responderExtensions,
  stampingExtensions,
} from './openssl-services.ts';
import { asFile, letter, opensslAccepts } from './signed-files.ts';
import { bodyOf, openServer } from './trust-server.ts';

const clock = { now: () => new Date() };
const said = { signatoryName: 'Camille Roy', reason: 'Signature' };

describe('services of trust that openssl gives over HTTP', function () {
  this.timeout(180_000);
  let server: Awaited<ReturnType<typeof openServer>>;
  let authority: ReturnType<typeof createAuthority>;
  let register: ReturnType<typeof opensslRegister>;
  let responder: ReturnType<typeof authority.issue>;
  let stamper: ReturnType<typeof authority.issue>;
  const heard: string[] = [];

  before(async () => {
    authority = createAuthority();
    server = await openServer((request, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? ''}`.trim());
      void bodyOf(request).then((body) => {
        if (request.url === '/ocsp') response.end(register.ocspAnswer(body, responder));
        else if (request.url === '/tsa') response.end(opensslReply(stamper, asFile(body)));
        else response.writeHead(404).end();
      });
    });
    const withOcsp = `\nauthorityInfoAccess=OCSP;URI:${server.url}/ocsp`;
    responder = authority.issue({ extensions: responderExtensions });
    stamper = authority.issue({ extensions: stampingExtensions + withOcsp });
  });
  after(() => server.close());

  function roomOf(algorithm: 'rsa:3072' | 'ec', revoked = false) {
    const extensions = `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nauthorityInfoAccess=OCSP;URI:${server.url}/ocsp`;
    const subject = '/GN=Camille/SN=Roy/CN=Camille Roy';
    const [own, sealing] = [
      authority.issue({ algorithm, extensions, subject }),
      authority.issue({ extensions }),
    ];
    register = opensslRegister({ key: authority.rootKey, certificate: authority.root }, [
      { certificate: own.certificate, revoked },
      { certificate: stamper.certificate },
    ]);
    const holderOf = <Of extends 'signature' | 'seal'>({ key, certificate }: typeof own, mark: Of) =>
      createMemoryKeyHolder({
        mark,
        privateKeyPem: key,
        certificateDer: readPem(certificate)[0]!.der,
        chainDer: [],
      });
    return createSigning({
      clock,
      signatory: holderOf(own, 'signature'),
      seal: holderOf(sealing, 'seal'),
      trust: authority.root,
      services: {
        exchange: createHttpExchange(),
        timestampUrl: `${server.url}/tsa`,
        asked: undefined,
        onFailure: 'refuse',
      },
      log: silentLog,
    });
  }

  for (const algorithm of ['rsa:3072', 'ec'] as const) {
    it(`carry a signature of openssl’s certificate (${algorithm}) to B-LTA`, async () => {
      const room = roomOf(algorithm);
      const signed = await room.signAct(await letter(), said);
      expect(signed.level).to.equal('B-LTA');
      expect(heard).to.include('POST /ocsp application/ocsp-request');
      expect(heard).to.include('POST /tsa application/timestamp-query');
      const report = await room.verify(signed.pdf);
      expect(
        report.signatures.map(({ level, trusted, revocation }) => [level, trusted, revocation]),
      ).to.deep.equal([
        ['B-LTA', true, 'good'],
        [null, true, 'good'],
      ]);
      const [, , next, nextLength] = report.signatures[0]!.byteRange!;
      expect(opensslAccepts(signed.pdf.subarray(0, next + nextLength), authority.root)).to.equal(true);
    });
  }

  it('refuse a signer that is revoked, or that its authority does not know', async () => {
    const revoked: unknown = await roomOf('ec', true)
      .signAct(await letter(), said)
      .catch((error: unknown) => error);
    expect(revoked).to.include({ messageKey: 'signing.refusal.certificate-revoked' });
    const unknown: unknown = await roomOf('ec')
      .seal(await letter(), { reason: 'Cachet' })
      .catch((error: unknown) => error);
    expect(unknown).to.include({ messageKey: 'signing.refusal.certificate-unknown' });
  });
});

describe('an exchange over HTTP', function () {
  this.timeout(180_000);

  it('gives up on who is silent, refuses, redirects or never ends', async () => {
    const server = await openServer((request, response) => {
      if (request.url === '/refuses') response.writeHead(503).end('no');
      if (request.url === '/redirects') response.writeHead(302, { Location: '/fine' }).end();
      if (request.url === '/fine') response.end('fine');
      if (request.url === '/endless') {
        const timer = setInterval(() => response.write(Buffer.alloc(1000)), 1);
        response.on('close', () => clearInterval(timer));
      }
    });
    const exchange = createHttpExchange({ deadlineMs: 500, mostBytes: 5000 });
    try {
      expect(Buffer.from(await exchange({ url: `${server.url}/fine` })).toString()).to.equal('fine');
      for (const path of ['silent', 'refuses', 'redirects', 'endless']) {
        const failure: unknown = await exchange({ url: `${server.url}/${path}` }).catch(
          (error: unknown) => error,
        );
        expect(failure, path).to.include({ code: 'unavailable', messageKey: 'signing.service.silent' });
      }
      const nobody: unknown = await exchange({ url: 'http://127.0.0.1:1/' }).catch((error: unknown) => error);
      expect(nobody).to.include({ code: 'unavailable' });
    } finally {
      await server.close();
    }
  });
});
