import { createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { expect } from 'chai';
import * as pki from 'pkijs';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { AppError } from '../../src/kernel/errors.ts';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { openKeyFile } from '../../src/signing/key-file.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createAuthority } from './authority.ts';
import { asFile, clock, letter, opensslAccepts, run, temporaryFolder } from './signed-files.ts';

const passphrase = 'clé « secrète » 2027';
const messages = loadMessages(join(import.meta.dirname, '../../templates/messages'));
const authority = createAuthority();
const issuing = authority.issue({
  extensions: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign',
  subject: '/CN=Autorite de delivrance',
});
const pairs = {
  'rsa:3072': authority.issue({ algorithm: 'rsa:3072', under: issuing }),
  ec: authority.issue({ algorithm: 'ec', under: issuing }),
};

const open = (path: string, given?: string) =>
  openKeyFile({ path, mark: 'signature', passphrase: given, rootsPem: authority.root, at: new Date() });

/** The sentence's key, once it is certain that the sentence exists and names the file. */
async function refusalOf(path: string, given?: string): Promise<string> {
  const error = (await open(path, given).catch((thrown: unknown) => thrown)) as AppError;
  expect(error).to.include({ code: 'unavailable' });
  expect(messages(error.messageKey ?? '', error.params)).to.contain(path);
  return error.messageKey ?? '';
}

/** A PKCS#12 file as openssl makes it. */
function pkcs12(pair: { key: string; certificate: string }, chain: string, ...options: string[]): string {
  const out = join(temporaryFolder(), 'key.p12');
  run(
    ...([
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      asFile(pair.key),
      '-in',
      asFile(pair.certificate),
    ] as const),
    ...(chain === '' ? [] : ['-certfile', asFile(chain)]),
    ...['-passout', `pass:${passphrase}`, '-out', out, ...options],
  );
  return out;
}

/** The same file, its MAC made anew as RFC 9579 describes it. */
function withPbmac1(
  file: Uint8Array,
  digest: string,
  keyLength: number,
  derivation = '1.2.840.113549.1.5.12',
) {
  const pfx = pki.PFX.fromBER(new Uint8Array(file));
  const content = Buffer.from((pfx.authSafe.content as OctetString).getValue());
  const [salt, rounds] = [Buffer.from('un sel de seize.'), 3000];
  const key = pbkdf2Sync(passphrase, salt, rounds, keyLength, digest);
  const hmac = () =>
    new Sequence({
      value: [
        new ObjectIdentifier({ value: `1.2.840.113549.2.${digest === 'sha256' ? 9 : 11}` }),
        new Null(),
      ],
    });
  const octets = (bytes: Uint8Array) => new OctetString({ valueHex: new Uint8Array(bytes).buffer });
  const pbkdf2 = new Sequence({
    value: [octets(salt), new Integer({ value: rounds }), new Integer({ value: keyLength }), hmac()],
  });
  const derived = new Sequence({ value: [new ObjectIdentifier({ value: derivation }), pbkdf2] });
  pfx.macData = new pki.MacData({
    mac: new pki.DigestInfo({
      digestAlgorithm: new pki.AlgorithmIdentifier({
        algorithmId: '1.2.840.113549.1.5.14',
        algorithmParams: new Sequence({ value: [derived, hmac()] }),
      }),
      digest: octets(createHmac(digest, key).update(content).digest()),
    }),
    macSalt: octets(Buffer.from('ignoré')),
    iterations: 1,
  });
  return new Uint8Array(pfx.toSchema().toBER());
}

async function signsFor(path: string, given?: string): Promise<boolean> {
  const holder = await open(path, given);
  const signed = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: clock.now() });
  return opensslAccepts(signed, authority.root);
}

describe('a key file', function () {
  this.timeout(180_000);

  for (const algorithm of ['rsa:3072', 'ec'] as const) {
    const pair = pairs[algorithm];

    it(`in PEM signs with its key and chain, ${algorithm}`, async () => {
      expect(await signsFor(asFile(pair.key + pair.certificate + issuing.certificate))).to.equal(true);
    });

    it(`in PKCS#12 signs, as openssl makes it today and as older tools did, ${algorithm}`, async () => {
      for (const options of [
        [],
        ['-legacy'],
        ['-legacy', '-certpbe', 'PBE-SHA1-3DES'],
        ['-keypbe', 'AES-128-CBC', '-certpbe', 'NONE', '-macalg', 'sha512', '-iter', '20000'],
      ]) {
        expect(await signsFor(pkcs12(pair, issuing.certificate, ...options), passphrase)).to.equal(true);
      }
    });
  }

  it('in PEM may be encrypted', async () => {
    const { key, certificate } = pairs['rsa:3072'];
    const args = ['-topk8', '-in', asFile(key), '-passout', `pass:${passphrase}`];
    const encrypted = asFile(run('openssl', 'pkcs8', ...args) + certificate + issuing.certificate);
    expect(await signsFor(encrypted, passphrase)).to.equal(true);
    expect(await refusalOf(encrypted)).to.equal('signing.keys.passphrase-absent');
    expect(await refusalOf(encrypted, 'une autre')).to.equal('signing.keys.passphrase');
  });

  it('does not open with another passphrase, nor without one', async () => {
    for (const options of [[], ['-legacy']]) {
      const path = pkcs12(pairs.ec, issuing.certificate, ...options);
      expect(await refusalOf(path, 'une autre')).to.equal('signing.keys.passphrase');
      expect(await refusalOf(path)).to.equal('signing.keys.passphrase-absent');
    }
  });

  it('opens when its integrity is a PBMAC1 (RFC 9579), as recent tools make it, and with its passphrase only', async () => {
    for (const [digest, bytes] of [
      ['sha256', 32],
      ['sha512', 64],
    ] as const) {
      const path = asFile(withPbmac1(readFileSync(pkcs12(pairs.ec, issuing.certificate)), digest, bytes));
      expect(await signsFor(path, passphrase)).to.equal(true);
      expect(await refusalOf(path, 'une autre')).to.equal('signing.keys.passphrase');
    }
  });

  it('is refused with its scheme and what to do when it is protected in a way that is not read here', async () => {
    const odd = asFile(
      withPbmac1(readFileSync(pkcs12(pairs.ec, issuing.certificate)), 'sha256', 32, '1.2.3.4'),
    );
    expect(await refusalOf(odd, passphrase)).to.equal('signing.keys.scheme');
    const cipher = ['-keypbe', 'CAMELLIA-128-CBC', '-certpbe', 'NONE'];
    expect(await refusalOf(pkcs12(pairs.ec, issuing.certificate, ...cipher), passphrase)).to.equal(
      'signing.keys.scheme',
    );
    expect(await refusalOf(pkcs12(pairs.ec, issuing.certificate, '-nomac'), passphrase)).to.equal(
      'signing.keys.scheme',
    );
  });

  it('is refused when the key is not the certificate’s', async () => {
    const content = pairs.ec.key + pairs['rsa:3072'].certificate + issuing.certificate;
    expect(await refusalOf(asFile(content))).to.equal('signing.keys.not-its-key');
  });

  it('is refused when a certificate of the chain is missing, which it names', async () => {
    const path = pkcs12(pairs.ec, '');
    expect(await refusalOf(path, passphrase)).to.equal('signing.keys.chain');
    const error = (await open(path, passphrase).catch((thrown: unknown) => thrown)) as AppError;
    expect(error.params['authority']).to.equal('Autorite de delivrance');
  });

  it('is refused when its key is weak or of another curve', async () => {
    for (const algorithm of ['rsa:1024', 'rsa:2048', 'p384'] as const) {
      const { key, certificate } = authority.issue({ algorithm });
      expect(await refusalOf(asFile(key + certificate))).to.equal('signing.keys.kind');
    }
  });

  it('is refused when it is absent, empty, cut, or lacks a key or a certificate', async () => {
    const { key, certificate } = pairs.ec;
    const whole = readFileSync(pkcs12(pairs.ec, issuing.certificate));
    for (const content of [
      '',
      'bonjour',
      certificate,
      key,
      key + key + certificate,
      whole.subarray(0, 300),
    ]) {
      expect(await refusalOf(asFile(content), passphrase)).to.equal('signing.keys.file');
    }
    expect(await refusalOf('/nulle/part.p12', passphrase)).to.equal('signing.keys.file');
  });

  it('is refused in production when its key is a demonstration’s', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const { rootPem } = await openDemonstrationKeys({ folder, clock });
    const names = ['seal.key.pem', 'seal.pem', 'issuing.pem'];
    const path = asFile(names.map((name) => readFileSync(join(folder, name), 'utf8')).join(''));
    const opening = openKeyFile({ path, mark: 'seal', rootsPem: rootPem, at: new Date() });
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect(error).to.include({ messageKey: 'signing.keys.demonstration' });
  });
});
