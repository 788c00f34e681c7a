import { join } from 'node:path';
import { expect } from 'chai';
import pkcs11js from 'pkcs11js';
import type { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { readCertificates } from '../../src/signing/key-checks.ts';
import { createTokens, type Tokens } from '../../src/signing/key-token.ts';
import { createTokenHands } from '../../src/signing/key-token-hands.ts';
import { createTokenProcess } from '../../src/signing/key-token-process.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { until } from '../until.ts';
import { createAuthority } from './authority.ts';
import { letter, opensslAccepts } from './signed-files.ts';
import { createSoftToken, pin } from './soft-token.ts';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const messages = loadMessages(join(import.meta.dirname, '../../templates/messages'));

describe('a key on a token', function () {
  this.timeout(180_000);
  const token = 'Jeton du président';
  let authority: ReturnType<typeof createAuthority>;
  let issuing: string;
  let soft: ReturnType<typeof createSoftToken>;
  let tokens: Tokens;

  before(() => {
    authority = createAuthority();
    const above = authority.issue({
      extensions: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign',
      subject: '/CN=Delivrance',
    });
    issuing = above.certificate;
    soft = createSoftToken();
    soft.addToken(token);
    soft.addKey(token, 'rsa', '01', authority.issue({ algorithm: 'rsa:3072', under: above }));
    soft.addKey(token, 'ec', '02', authority.issue({ algorithm: 'ec', under: above }));
    soft.addKey(token, 'court', '03', authority.issue({ algorithm: 'rsa:2048', under: above }));
    soft.addKey(token, 'seule', '04', { key: authority.issue({ algorithm: 'ec' }).key });
  });
  beforeEach(() => {
    tokens = createTokens();
  });
  afterEach(() => tokens.close());

  const open = (uri: string, options: { pin?: string | undefined; chain?: string } = {}) =>
    tokens.open({
      uri,
      mark: 'signature',
      pin: 'pin' in options ? options.pin : pin,
      extraCertificates: readCertificates(options.chain ?? issuing),
      rootsPem: authority.root,
      at: new Date(),
    });

  /** The sentence's key, once it is certain that the sentence exists. */
  async function refusalOf(uri: string, options?: Parameters<typeof open>[1]): Promise<string> {
    const error = (await open(uri, options).catch((thrown: unknown) => thrown)) as AppError;
    expect(error).to.include({ code: 'unavailable' });
    expect(messages(error.messageKey ?? '', error.params)).to.not.contain(pin);
    return error.messageKey ?? '';
  }

  async function signing() {
    const [signatory, seal] = await Promise.all([
      open(soft.uri(token, 'rsa')),
      tokens.open({
        uri: soft.uri(token, 'ec'),
        mark: 'seal',
        pin,
        extraCertificates: readCertificates(issuing),
        rootsPem: authority.root,
        at: new Date(),
      }),
    ]);
    const clock = { now: () => new Date() };
    return createSigning({ clock, signatory, seal, trust: authority.root, log: silentLog });
  }

  const act = { signatoryName: 'Nora', reason: 'Instruction' };

  /** Takes the token away under the key, as a pulled card does: every session of the process is lost. */
  function loseToken(): void {
    const library = new pkcs11js.PKCS11();
    library.load(soft.modulePath);
    library.C_Finalize();
  }

  it('signs and seals, with RSA and P-256, for openssl too', async () => {
    const room = await signing();
    const signed = await room.signAct(await letter(), act);
    const sealed = await room.seal(signed.pdf, { reason: 'Cachet' });
    expect(opensslAccepts(signed.pdf, authority.root)).to.equal(true);
    expect(opensslAccepts(sealed.pdf, authority.root)).to.equal(true);
    expect([signed.mark, sealed.mark]).to.deep.equal(['signature', 'seal']);
  });

  it('takes its operations one after the other, however many are asked at once', async () => {
    const room = await signing();
    const pdf = await letter();
    const works = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? room.signAct(pdf, act) : room.seal(pdf, { reason: 'Cachet' }),
    );
    const done = await Promise.all(works);
    expect(done.every((each) => opensslAccepts(each.pdf, authority.root))).to.equal(true);
  });

  it('opens its session again when the token was lost, for each of its keys', async () => {
    tokens = createTokens({ hands: createTokenHands });
    const room = await signing();
    for (let times = 0; times < 2; times++) {
      loseToken();
      const [signed, sealed] = await Promise.all([
        room.signAct(await letter(), act),
        room.seal(await letter(), { reason: 'Cachet' }),
      ]);
      expect(opensslAccepts(signed.pdf, authority.root)).to.equal(true);
      expect(opensslAccepts(sealed.pdf, authority.root)).to.equal(true);
    }
  });

  it('says that the token is absent, at the opening and in the middle, and signs once it is back', async () => {
    tokens = createTokens({ hands: createTokenHands });
    const other = 'Amovible';
    const pair = authority.issue({ algorithm: 'ec' });
    const uri = soft.uri(other, 'cle');
    expect(await refusalOf(uri)).to.equal('signing.keys.token-absent');
    soft.addToken(other);
    soft.addKey(other, 'cle', '01', pair);
    const holder = await open(uri);
    soft.removeToken(other);
    loseToken();
    const error: unknown = await holder.sign(Buffer.from('a')).catch((thrown: unknown) => thrown);
    expect(error).to.include({ messageKey: 'signing.keys.token-absent' });
    soft.addToken(other);
    soft.addKey(other, 'cle', '01', pair);
    expect((await holder.sign(Buffer.from('a'))).length).to.be.greaterThan(60);
  });

  it('is given up when its library never answers, with a sentence, and signs again in another process', async () => {
    const options = { deadlineMs: 60_000 };
    const hands = createTokenProcess(options);
    tokens = createTokens({ hands: () => hands });
    const holder = await open(soft.uri(token, 'rsa'));
    const first = hands.pid()!;
    process.kill(first, 'SIGSTOP');
    options.deadlineMs = 200;
    const error = (await holder.sign(Buffer.from('a')).catch((thrown: unknown) => thrown)) as AppError;
    expect(messages(error.messageKey ?? '', error.params)).to.contain('n’a pas répondu');
    expect(error.messageKey).to.equal('signing.keys.token-silent');
    options.deadlineMs = 60_000;
    expect((await holder.sign(Buffer.from('a'))).length).to.equal(384);
    expect(hands.pid()).to.not.equal(first);
    await until(() => !isAlive(first));
  });

  it('costs its own process when its library falls', async () => {
    const hands = createTokenProcess({ deadlineMs: 60_000 });
    tokens = createTokens({ hands: () => hands });
    const holder = await open(soft.uri(token, 'ec'));
    process.kill(hands.pid()!, 'SIGSTOP');
    const asked = holder.sign(Buffer.from('a')).catch((thrown: unknown) => thrown);
    process.kill(hands.pid()!, 'SIGKILL');
    expect(await asked).to.include({ messageKey: 'signing.keys.token-failed' });
    expect((await holder.sign(Buffer.from('a'))).length).to.be.greaterThan(60);
  });

  it('asks for the right PIN, and never tries a wrong one twice', async () => {
    const uri = soft.uri(token, 'rsa');
    expect(await refusalOf(uri, { pin: undefined })).to.equal('signing.keys.token-pin');
    const hands = createTokenProcess({ deadlineMs: 60_000 });
    tokens = createTokens({ hands: () => hands });
    expect(await refusalOf(uri, { pin: '0000' })).to.equal('signing.keys.token-pin');
    await hands.close();
    expect(await refusalOf(uri, { pin: '0000' })).to.equal('signing.keys.token-pin');
    expect(hands.pid(), 'the library was not even asked again').to.equal(undefined);
    await open(uri);
  });

  it('is refused with its own sentence: no such key, weak, without certificate, chain cut, no library', async () => {
    expect(await refusalOf(soft.uri(token, 'autre'))).to.equal('signing.keys.token-key');
    expect(await refusalOf(soft.uri(token, 'court'))).to.equal('signing.keys.kind');
    expect(await refusalOf(soft.uri(token, 'seule'))).to.equal('signing.keys.not-its-key');
    expect(await refusalOf(soft.uri(token, 'rsa'), { chain: '' })).to.equal('signing.keys.chain');
    expect(await refusalOf(`pkcs11:token=x?module-path=/nulle/part.so`)).to.equal(
      'signing.keys.token-module',
    );
    for (const uri of [
      'pkcs11:token=x',
      'pkcs11:object=x?module-path=/m.so',
      'pkcs11:token=x?module-path=/m.so&pin-value=4321',
    ]) {
      expect(await refusalOf(uri)).to.equal('signing.keys.token-uri');
    }
  });

  it('is found by its identifier as by its name', async () => {
    const uri = `pkcs11:token=${encodeURIComponent(token)};id=%02?module-path=${soft.modulePath}`;
    expect((await open(uri)).algorithm).to.equal('ecdsa-sha256');
    const several = `pkcs11:token=${encodeURIComponent(token)}?module-path=${soft.modulePath}`;
    expect(await refusalOf(several)).to.equal('signing.keys.token-key');
  });
});
