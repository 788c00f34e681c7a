import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { randomBytes } from 'node:crypto';
import { AppError } from '../../src/kernel/errors.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import type { OutgoingMail } from '../../src/mail/mailer.ts';
import { assembleMessage, chunksOf } from '../../src/mail/message.ts';
import { readMailbox } from '../../src/mail/mime.ts';
import { encodePart } from '../../src/mail/pre-encoded-part.ts';
import { aMail } from './mails.ts';

const date = new Date('2026-12-07T13:30:00Z');
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\r\n.\r\n..\r\n'), randomBytes(50_000)]);

async function sourceOf(mail: OutgoingMail): Promise<Buffer> {
  return Buffer.concat(chunksOf(await assembleMessage(mail, date)).chunks);
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? `${error.code} ${error.messageKey}` : `not refused: ${String(error)}`;
}

describe('a message', () => {
  it('reads back as it was written: text, HTML, attachment, accents', async () => {
    const part = await encodePart({
      name: 'Instruction n° 1 à signer.pdf',
      type: 'application/pdf',
      bytes: pdf,
    });
    const mail = aMail({
      attachments: [part],
      subject: `Été ${'é'.repeat(90)} « fin »`,
      headers: { 'X-Campagne': 'été' },
    });
    const read = await simpleParser(await sourceOf(mail));
    expect(read.subject).to.equal(mail.subject);
    expect(read.from?.value).to.deep.equal([{ name: 'MILDECA', address: 'circulaires@estafette.example' }]);
    expect([read.to].flat()[0]?.value).to.deep.equal([
      { name: 'Préfecture de l’Ain', address: 'circulaires@ain.example' },
    ]);
    expect(read.messageId).to.equal('<delivery-1@estafette.example>');
    expect(read.date).to.deep.equal(date);
    expect(read.text?.trim()).to.equal(mail.text.trim());
    expect(read.html).to.equal(mail.html);
    expect(read.attachments).to.have.length(1);
    expect(read.attachments[0]?.filename).to.equal('Instruction n° 1 à signer.pdf');
    expect(read.attachments[0]?.contentType).to.equal('application/pdf');
    expect(read.attachments[0]?.content.equals(pdf)).to.equal(true);
  });

  it('is marked as automatic and French, and asks for no precedence', async () => {
    const read = await simpleParser(await sourceOf(aMail()));
    expect(read.headers.get('auto-submitted')).to.equal('auto-generated');
    expect(read.headers.get('content-language')).to.equal('fr');
    expect(read.headers.has('precedence')).to.equal(false);
  });

  it('has only ASCII lines of at most 998 characters, ended by CRLF (RFC 5322, 2.1.1)', async () => {
    const part = await encodePart({ name: 'a.pdf', type: 'application/pdf', bytes: pdf });
    const source = (await sourceOf(aMail({ attachments: [part], text: 'é'.repeat(5000) }))).toString(
      'latin1',
    );
    expect(source).to.match(/^[\t\r\n -~]*$/);
    expect(source.replaceAll('\r\n', '')).to.not.match(/[\r\n]/);
    expect(Math.max(...source.split('\r\n').map((line) => line.length))).to.be.at.most(998);
  });

  it('shares the attachment: encoded once, the same bytes in every mail, never copied', async () => {
    const part = await encodePart({ name: 'a.pdf', type: 'application/pdf', bytes: pdf });
    expect(part).to.include({ size: pdf.length, sha256: sha256Hex(pdf) });
    for (const address of ['a@ain.example', 'b@aisne.example']) {
      const message = await assembleMessage(aMail({ to: { address }, attachments: [part] }), date);
      const { chunks, size } = chunksOf(message);
      expect(chunks.filter((chunk) => chunk === part.encoded)).to.have.length(1);
      expect(size).to.equal(Buffer.concat(chunks).length);
    }
  });
});

describe('what becomes a header', () => {
  const breaks = {
    CRLF: '\r\n',
    LF: '\n',
    CR: '\r',
    NUL: '\0',
    NEL: '\u0085',
    'line separator': '\u2028',
    TAB: '\t',
  };
  const places: Record<string, (text: string) => Partial<OutgoingMail>> = {
    subject: (text) => ({ subject: text }),
    'sender’s name': (name) => ({ from: { name, address: 'a@b.example' } }),
    'recipient’s name': (name) => ({ to: { name, address: 'a@b.example' } }),
    'recipient’s address': (text) => ({ to: { address: `a@b.example${text}` } }),
    'reply address’s name': (name) => ({ replyTo: { name, address: 'a@b.example' } }),
    'header of the caller': (text) => ({ headers: { 'X-Campaign': text } }),
  };
  for (const [place, change] of Object.entries(places)) {
    for (const [name, character] of Object.entries(breaks)) {
      it(`${place}: ${name} is refused`, async () => {
        const attempt = assembleMessage(aMail(change(`Objet${character}Bcc: x@evil.example`)), date);
        expect(await refusalOf(attempt)).to.match(/^invalid (form|mail.address).control-characters$/);
      });
    }
  }

  it('an attachment’s name with a line break is refused', async () => {
    const attempt = encodePart({ name: 'a\r\nX: y.pdf', type: 'application/pdf', bytes: pdf });
    expect(await refusalOf(attempt)).to.equal('invalid form.control-characters');
  });

  it('what is not an address is refused, wherever it stands', async () => {
    const address = '<a@b.example>';
    for (const change of [{ to: { address } }, { from: { address } }, { replyTo: { address } }]) {
      expect(await refusalOf(assembleMessage(aMail(change), date))).to.equal(
        'invalid mail.address.not-alone',
      );
    }
  });

  it('an answer reaches several people when it must reach them all', async () => {
    const replyTo = [{ address: 'circulaires@a.example' }, { name: 'Région', address: 'region@b.example' }];
    const message = (await sourceOf(aMail({ replyTo }))).toString().replace(/\r\n[ \t]/g, ' ');
    expect(/^Reply-To: (.*)$/m.exec(message)?.[1]).to.match(/^circulaires@a\.example, .+<region@b\.example>/);
    expect(message.match(/^Reply-To:/gm)).to.have.length(1);
  });

  it('a header that the message writes itself cannot be given', async () => {
    for (const name of ['Bcc', 'subject', 'Message-ID', 'Content-Type', 'a b', 'X:y', '']) {
      const attempt = assembleMessage(aMail({ headers: { [name]: 'x' } }), date);
      expect(await refusalOf(attempt), name).to.equal('invalid mail.header.invalid');
    }
  });

  it('a Message-ID or an ENVID of another shape is refused', async () => {
    expect(await refusalOf(assembleMessage(aMail({ messageId: 'a@b' }), date))).to.equal(
      'invalid mail.message-id.invalid',
    );
    expect(await refusalOf(assembleMessage(aMail({ messageId: '<a@b>\r\nX: y' }), date))).to.equal(
      'invalid mail.message-id.invalid',
    );
    expect(await refusalOf(assembleMessage(aMail({ envid: 'a b' }), date))).to.equal(
      'invalid mail.envid.invalid',
    );
  });

  for (const name of [
    'Ain, "Bourg" <evil@x.example>',
    'Préfecture de l’Ain, dite « "Bourg" »',
    'D\'Artagnan (\\"le préfet\\"; cabinet)',
    'evil@x.example',
    'Wallis-et-Futuna : administrateur supérieur',
    'Île-de-France, ' + 'région très longue '.repeat(12) + 'fin',
    '大使館 🏛',
  ]) {
    it(`a name stays one name, and one recipient: ${name.slice(0, 40)}`, async () => {
      const source = await sourceOf(aMail({ to: { name, address: 'a@b.example' } }));
      const read = await simpleParser(source);
      expect([read.to].flat()[0]?.value).to.deep.equal([{ name, address: 'a@b.example' }]);
      const lines = source.toString('latin1').split('\r\n\r\n')[0]?.split('\r\n') ?? [];
      expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(78);
    });
  }
});

describe('a mailbox', () => {
  it('is read with or without a name, and only alone', () => {
    expect(readMailbox('MILDECA <a@b.example>')).to.deep.equal({ name: 'MILDECA', address: 'a@b.example' });
    expect(readMailbox('a@b.example')).to.deep.equal({ address: 'a@b.example' });
    expect(readMailbox('a@b.example, c@d.example')).to.equal(undefined);
    expect(readMailbox('')).to.equal(undefined);
  });
});
