import { expect } from 'chai';
import { startFaultySmtpServer, type FaultySmtpOptions, type SmtpAct } from '../fakes/faulty-smtp-server.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { readSmtpUrl, type TlsPolicy } from '../../src/mail/smtp-server-address.ts';
import type { SmtpMailerOptions } from '../../src/mail/smtp-mailer.ts';
import { aMail, aMailer, short, yes } from './mails.ts';
import { certificateFor } from './server-certificate.ts';

describe('the security of the connection', () => {
  const tls = certificateFor('127.0.0.1');
  const tlsOfAnother = certificateFor('10.0.0.1');

  async function sendTo(
    server: FaultySmtpOptions,
    mailer: { credentials?: string; scheme?: string; policy?: TlsPolicy } & Partial<SmtpMailerOptions> = {},
  ) {
    const { credentials = '', scheme = 'smtp', policy, ...changes } = mailer;
    const started = await startFaultySmtpServer(server);
    const url = `${scheme}://${credentials}127.0.0.1:${started.port}`;
    const sender = aMailer(url, { ...changes, server: readSmtpUrl(url, policy) });
    const checked = await sender.check();
    const outcome = await sender.send(aMail(), yes);
    await sender.close();
    await started.close();
    return { outcome: short(outcome), checked, got: started.messages.length };
  }

  it('STARTTLS is used when the server offers it', async () => {
    const { outcome, checked } = await sendTo({ tls }, { trustedRoots: tls.cert });
    expect(outcome).to.equal('accepted');
    expect(checked).to.deep.include({ outcome: 'ready', encrypted: true });
  });

  it('a certificate that nobody we trust has signed stops everything', async () => {
    const { outcome, checked, got } = await sendTo({ tls });
    expect(outcome).to.equal('misconfigured');
    expect(checked.outcome).to.equal('misconfigured');
    expect(got).to.equal(0);
  });

  it('so does the certificate of another server', async () => {
    const { outcome } = await sendTo({ tls: tlsOfAnother }, { trustedRoots: tlsOfAnother.cert });
    expect(outcome).to.equal('misconfigured');
  });

  it('so does a server that does not offer the TLS that is required', async () => {
    expect((await sendTo({}, { policy: 'required' })).outcome).to.equal('misconfigured');
  });

  it('so does a server that speaks in clear where TLS is awaited from the first byte', async () => {
    expect((await sendTo({}, { scheme: 'smtps' })).outcome).to.equal('misconfigured');
  });

  it('a STARTTLS that is refused for now is tried later; refused for good, it stops everything', async () => {
    const refusing = (reply: string) => ({
      tls,
      script: ({ stage }: { stage: string }) => (stage === 'starttls' ? { reply } : undefined),
    });
    expect((await sendTo(refusing('454 4.7.0 TLS not now'))).outcome).to.equal('deferred 454');
    expect((await sendTo(refusing('501 5.5.4 no TLS'))).outcome).to.equal('misconfigured 501');
  });

  it('a connection lost in the middle of TLS is tried later', async () => {
    const closing = {
      tls,
      script: ({ stage }: { stage: string }): SmtpAct | undefined =>
        stage === 'starttls' ? 'close' : undefined,
    };
    expect((await sendTo(closing)).outcome).to.equal('deferred');
  });

  it('signing in works, over TLS and on this very machine', async () => {
    const withAuth = { extensions: ['AUTH PLAIN'] };
    expect((await sendTo(withAuth, { credentials: 'user:p%40ss@' })).outcome).to.equal('accepted');
    expect(
      (await sendTo({ ...withAuth, tls }, { credentials: 'user:pass@', trustedRoots: tls.cert })).outcome,
    ).to.equal('accepted');
  });

  it('a refused sign-in stops everything, unless it is only for now', async () => {
    const answering = (act: SmtpAct) => ({
      extensions: ['AUTH PLAIN'],
      script: ({ stage }: { stage: string }) => (stage === 'auth' ? act : undefined),
    });
    const credentials = 'user:pass@';
    expect((await sendTo(answering({ reply: '535 5.7.8 wrong' }), { credentials })).outcome).to.equal(
      'misconfigured 535',
    );
    expect((await sendTo(answering({ reply: '454 4.7.0 not now' }), { credentials })).outcome).to.equal(
      'deferred 454',
    );
    expect((await sendTo(answering('close'), { credentials })).outcome).to.equal('deferred');
  });

  it('a server that takes no sign-in, when one is configured, stops everything', async () => {
    expect((await sendTo({}, { credentials: 'user:pass@' })).outcome).to.equal('misconfigured');
  });

  it('a message bigger than the server takes stops everything before a byte of it leaves', async () => {
    const { outcome, got } = await sendTo({ extensions: ['SIZE 100'] });
    expect(outcome).to.equal('misconfigured');
    expect(got).to.equal(0);
  });

  it('a server that is not there is tried later', async () => {
    const gone = await startFaultySmtpServer();
    await gone.close();
    const mailer = aMailer(gone.url);
    expect((await mailer.send(aMail(), yes)).outcome).to.equal('deferred');
    expect((await mailer.check()).outcome).to.equal('deferred');
    await mailer.close();
  });
});

describe('the check of a mail server', () => {
  const tls = certificateFor('127.0.0.1');
  const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
  const saying = (at: string, reply: string): FaultySmtpOptions => ({
    extensions: ['AUTH PLAIN'],
    script: ({ stage }) => (stage === at ? { reply } : undefined),
  });
  const outdated = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  const cases: [what: string, key: string, server: FaultySmtpOptions, url?: string, policy?: TlsPolicy][] = [
    ['a certificate that nobody vouches for', 'certificate', { tls }],
    ['TLS older than 1.2', 'tls', { tls: { ...tls, ...outdated } }],
    ['no STARTTLS where it is required', 'tls', saying('starttls', '502 5.5.1 what'), 'smtp://', 'required'],
    ['clear text where TLS is awaited', 'tls', {}, 'smtps://'],
    ['a wrong password', 'sign-in', saying('auth', '535 5.7.8 no'), 'smtp://user:pass@'],
    ['no sign-in offered', 'sign-in', { extensions: [] }, 'smtp://user:pass@'],
    ['a sign-in that is not for now', 'busy', saying('auth', '454 4.7.0 no'), 'smtp://user:pass@'],
    ['another protocol', 'not-smtp', saying('greeting', 'HTTP/1.1 400 Bad Request')],
    ['a closed door', 'refused', saying('greeting', '554 5.7.1 no')],
    ['a full house', 'busy', saying('greeting', '421 4.7.0 later')],
  ];
  for (const [what, key, options, scheme = 'smtp://', policy] of cases) {
    it(`says what to do about ${what}: ${key}`, async () => {
      const server = await startFaultySmtpServer(options);
      const url = `${scheme}127.0.0.1:${server.port}`;
      const mailer = aMailer(url, { server: readSmtpUrl(url, policy) });
      const check = await mailer.check();
      await mailer.close();
      await server.close();
      expect(check).to.include({ key: `mail.server.${key}` });
      expect(messages(`mail.server.${key}`)).to.match(/\.$/);
      expect(server.messages).to.have.length(0);
    });
  }
});

describe('the address of a mail server', () => {
  it('requires TLS of every server but those of this very machine', () => {
    expect(readSmtpUrl('smtp://user:pass@mail.example')).to.deep.include({ port: 587, tls: 'required' });
    expect(readSmtpUrl('smtp://mail.example:25')).to.deep.include({ port: 25, tls: 'required' });
    expect(readSmtpUrl('smtp://127.0.0.1:25')).to.deep.include({ tls: 'when-offered' });
    expect(readSmtpUrl('smtp://[::1]:25', 'required')).to.deep.include({ tls: 'required' });
    expect(readSmtpUrl('smtps://user:p%40ss@[::1]')).to.deep.equal({
      host: '::1',
      port: 465,
      implicitTls: true,
      tls: 'required',
      signIn: { user: 'user', password: 'p@ss' },
    });
  });

  it('cannot lower the protection of a connection that leaves the machine', () => {
    for (const policy of ['none', 'when-offered'] as const) {
      expect(() => readSmtpUrl('smtp://mail.example', policy)).to.throw('TLS only');
      expect(() => readSmtpUrl('smtp://127.0.0.1.evil.example', policy)).to.throw('TLS only');
    }
  });
});
