import { expect } from 'chai';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createDkimSigner } from '../../src/mail/dkim.ts';
import type { OutgoingMail } from '../../src/mail/mailer.ts';
import { encodePart } from '../../src/mail/pre-encoded-part.ts';
import { startFaultySmtpServer } from '../fakes/faulty-smtp-server.ts';
import { hasDkimpy, verdictsOfDkimpy } from './dkimpy.ts';
import { aMail, aMailer, yes } from './mails.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const derOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const domain = 'estafette.example';
const keys = [
  { selector: 'rsa2026', pem: pemOf(rsa.privateKey) },
  { selector: 'ed2026', pem: pemOf(ed25519.privateKey) },
];
// What an administrator publishes: RFC 6376, 3.6.1, and RFC 8463, 4 (the 32 bytes of the key alone).
const names = {
  'rsa2026._domainkey.estafette.example': `v=DKIM1; k=rsa; p=${derOf(rsa.publicKey).toString('base64')}`,
  'ed2026._domainkey.estafette.example': `v=DKIM1; k=ed25519; p=${derOf(ed25519.publicKey).subarray(-32).toString('base64')}`,
};

/** The mail as a server received it. */
async function received(changes: Partial<OutgoingMail> = {}): Promise<Buffer> {
  const server = await startFaultySmtpServer({ extensions: ['SMTPUTF8', '8BITMIME'] });
  const mailer = aMailer(server.url, { dkim: createDkimSigner({ domain, keys }) });
  await mailer.send(aMail(changes), yes);
  await mailer.close();
  await server.close();
  return server.messages[0]?.raw() ?? Buffer.alloc(0);
}

function replaced(message: Buffer, from: string, to: string): Buffer {
  const text = message.toString('latin1');
  expect(text).to.contain(from);
  return Buffer.from(text.replace(from, to), 'latin1');
}

describe('the DKIM signature of a mail, verified by dkimpy', () => {
  before(function () {
    if (!hasDkimpy()) {
      console.log('      skipped: python3-dkim and python3-nacl are not installed');
      this.skip();
    }
  });

  const writings: Record<string, () => Promise<Partial<OutgoingMail>> | Partial<OutgoingMail>> = {
    'an ordinary mail': () => ({}),
    'lines alone, spaces in a row and at the end': () => ({
      text: '\n\nDeux  espaces,\tune tabulation \n  retrait\n.\n..\n \n\n\n',
      html: '<p>a  b</p>   \n\n',
    }),
    'a subject that is folded': () => ({ subject: `Objet ${'très '.repeat(60)}long` }),
    'headers of the caller': () => ({ headers: { 'X-Campagne': 'été  2027' } }),
    'a Reply-To': () => ({
      replyTo: { name: 'Équipe « circulaires »', address: 'equipe@estafette.example' },
    }),
    'letters before the @': () => ({ to: { name: 'Préfet', address: 'préfet@ain.example' } }),
    'two attachments, one of them big': async () => ({
      attachments: [
        await encodePart({
          name: 'a.pdf',
          type: 'application/pdf',
          bytes: Buffer.alloc(200_000, 'a  b\r\n'),
        }),
        await encodePart({ name: 'b  b.txt', type: 'text/plain', bytes: Buffer.from(' \r\n'.repeat(50)) }),
      ],
    }),
  };
  it('holds for whatever a mail may hold', async () => {
    const mails = [];
    for (const write of Object.values(writings)) {
      mails.push({ message: await received(await write()), names });
    }
    const verdicts = verdictsOfDkimpy(mails);
    for (const [index, name] of Object.keys(writings).entries()) {
      expect(verdicts[index], name).to.deep.equal([true, true]);
    }
  });

  it('holds for each of the mails that share an attachment', async () => {
    const bytes = Buffer.alloc(100_000, 7);
    const part = await encodePart({ name: 'a.pdf', type: 'application/pdf', bytes });
    const one = await received({ to: { address: 'a@ain.example' }, attachments: [part] });
    const other = await received({ to: { address: 'b@aisne.example' }, attachments: [part] });
    const both = [true, true];
    expect(
      verdictsOfDkimpy([
        { message: one, names },
        { message: other, names },
      ]),
    ).to.deep.equal([both, both]);
  });

  it('breaks when anything that matters is changed or added', async () => {
    const part = await encodePart({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.alloc(3000, 7) });
    const message = await received({ attachments: [part], text: 'Un mot.' });
    const broken = {
      'the text': replaced(message, 'Un mot.', 'Un mat.'),
      'the attachment': replaced(message, 'BwcHBwcH', 'BwcHBwcI'),
      'an end': Buffer.concat([message, Buffer.from('More.\r\n')]),
      'the recipient': replaced(message, '<circulaires@ain.example>', '<circulaires@aisne.example>'),
      'a second From': replaced(message, 'From: ', 'From: <evil@estafette.example>\r\nFrom: '),
      'a second Subject': Buffer.concat([Buffer.from('Subject: Autre\r\n'), message]),
      'a Reply-To': Buffer.concat([Buffer.from('Reply-To: evil@evil.example\r\n'), message]),
      'the parts': replaced(message, 'Content-Type: multipart/mixed', 'Content-Type: multipart/digest'),
    };
    const unharmed = replaced(message, 'Subject: ', 'Subject:  ');
    const verdicts = verdictsOfDkimpy(
      [...Object.values(broken), unharmed].map((changed) => ({ message: changed, names })),
    );
    for (const [index, what] of Object.keys(broken).entries()) {
      expect(verdicts[index], what).to.have.length(2).and.to.not.include(true);
    }
    expect(verdicts.at(-1)).to.deep.equal([true, true]);
  });

  it('is not believed with another key', async () => {
    const another = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const others = {
      ...names,
      'rsa2026._domainkey.estafette.example': `v=DKIM1; k=rsa; p=${derOf(another).toString('base64')}`,
    };
    expect(verdictsOfDkimpy([{ message: await received(), names: others }])).to.deep.equal([[false, true]]);
  });
});

describe('a DKIM key', () => {
  const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const locked = ed25519.privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  const unfit: Record<string, { domain?: string; selector?: string; pem?: string; key: string }> = {
    'RSA of 1024 bits': { pem: pemOf(weak), key: 'mail.dkim.weak' },
    'an elliptic curve that DKIM does not know': { pem: pemOf(curve), key: 'mail.dkim.weak' },
    'a locked key': { pem: locked.toString(), key: 'mail.dkim.unreadable' },
    'no key at all': { pem: 'hello', key: 'mail.dkim.unreadable' },
    'a selector that is not one': { selector: 'a;b', key: 'mail.dkim.selector' },
    'a domain that is not one': { domain: 'a b', key: 'mail.dkim.domain' },
  };
  for (const [name, { key, ...given }] of Object.entries(unfit)) {
    it(`is refused with a sentence: ${name}`, () => {
      const { selector = 's', pem = pemOf(ed25519.privateKey) } = given;
      const make = () => createDkimSigner({ domain: given.domain ?? domain, keys: [{ selector, pem }] });
      expect(make).to.throw(AppError).with.property('messageKey', key);
      try {
        make();
      } catch (error) {
        expect(messages(key, (error as AppError).params)).to.match(/\.$/);
      }
    });
  }

  it('is never shown', () => {
    const pem = pemOf(weak);
    expect(() => createDkimSigner({ domain, keys: [{ selector: 's', pem }] }))
      .to.throw(AppError)
      .and.satisfy(
        (error: AppError) =>
          !JSON.stringify([error.message, error.params, error.details]).includes('PRIVATE'),
      );
  });
});
