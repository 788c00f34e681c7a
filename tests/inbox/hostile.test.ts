import { expect } from 'chai';
import { readMessage } from '../../src/inbox/message-reading.ts';
import { faultOfReading } from '../torture/inbox-fault.ts';
import { messageOf } from '../torture/inbox-worker.ts';
import { hostileTexts } from './corpus/hostile-texts.ts';

const megabyte = 1024 * 1024;
const system = 'From: MAILER-DAEMON@mx.example\r\nTo: retours@ministere.example\r\nSubject: Undelivered\r\n';
const failed =
  'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n';
const base64 = (bytes: number) => `${'JVBERi0x'.repeat(9)}\r\n`.repeat(Math.ceil(bytes / 54));
const part = (content: string) => `\r\n--outer\r\n${content}`;
const outer = (...parts: string[]) =>
  `Content-Type: multipart/mixed; boundary=outer\r\n\r\n${parts.map(part).join('')}\r\n--outer--\r\n`;
const notice = `Content-Type: message/delivery-status\r\n\r\n${failed}`;
const read = (text: string) => readMessage(Buffer.from(text, 'latin1'));

function nested(depth: number, inside: string): string {
  let opened = '';
  let closed = '';
  for (let level = 0; level < depth; level++) {
    opened += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
    closed = `${closed}\r\n--b${depth - 1 - level}--\r\n`;
  }
  return `${system}${opened}${inside}${closed}`;
}

describe('bad mail', () => {
  it('a bounce of 30 MB is read: its recipient, and which mail it returns', async () => {
    const pdf = `Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(22 * megabyte)}`;
    const returned = `Content-Type: message/rfc822\r\n\r\nMessage-ID: <sent@ministere.example>\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n${pdf}\r\n--inner--\r\n`;
    const { kind, recipients, ties, limits } = await read(system + outer(notice, returned));
    expect([kind, recipients[0]?.address, ties.messageIds[0]]).to.deep.equal([
      'failure',
      'a@b.example',
      'sent@ministere.example',
    ]);
    expect(limits).to.deep.equal(['too-large']);
  });

  it('a reply with 40 MB attached keeps its text; the attachment is counted, not held', async () => {
    const zip = `Content-Type: application/zip; name="gros.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(40 * megabyte)}`;
    const head = 'From: a@b.example\r\nIn-Reply-To: <sent@ministere.example>\r\n';
    const { kind, text, attachments } = await read(head + outer('\r\nBien reçu.', zip));
    expect([kind, text, attachments.length]).to.deep.equal(['reply', 'Bien re\ufffdu.', 1]);
    expect(attachments[0]!.bytes).to.be.within(39.9 * megabyte, 40.1 * megabyte);
    expect(attachments[0]).to.not.have.property('content');
  });

  it('an attachment of 6 MB is held whole, and so is what follows it', async () => {
    const pdf = `Content-Type: application/pdf; name="signe.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(6 * megabyte)}`;
    const head = 'From: a@b.example\r\nIn-Reply-To: <sent@ministere.example>\r\n';
    const { attachments, limits } = await read(
      head + outer('\r\nVoici.', pdf, 'Content-Type: text/csv; name="suite.csv"\r\n\r\na;b'),
    );
    expect(limits).to.deep.equal([]);
    expect(attachments.map(({ name, bytes }) => [name, bytes])).to.deep.equal([
      ['signe.pdf', Math.ceil((6 * megabyte) / 54) * 54],
      // The parser ends a text with a line feed.
      ['suite.csv', 4],
    ]);
  });

  it('one nested a hundred deep is read to the bottom; one four hundred deep as flat text, and says so', async () => {
    const hundred = await read(nested(100, notice));
    expect([hundred.kind, hundred.why, hundred.limits]).to.deep.equal(['failure', 'rfc3464', []]);
    const deeper = await read(nested(400, notice));
    expect([deeper.kind, deeper.why, deeper.limits]).to.deep.equal([
      'failure',
      'rfc3464-as-text',
      ['too-deep'],
    ]);
    const reply = await read(nested(400, 'Bonjour.').replace(system, 'From: a@b.example\r\nSubject: x\r\n'));
    expect([reply.kind, reply.limits]).to.deep.equal(['unclassified', ['too-deep']]);
    expect(reply.text).to.contain('Bonjour.');
  });

  it('a hundred messages one in another are one attachment', async () => {
    const { attachments } = await read(`${system}${'Content-Type: message/rfc822\r\n\r\n'.repeat(100)}x`);
    expect(attachments.map(({ type }) => type)).to.deep.equal(['message/rfc822']);
  });

  it('lines that end with a carriage return alone, and NUL in an address', async () => {
    const { kind } = await read((system + outer(notice)).replaceAll('\r\n', '\r'));
    expect(kind).to.equal('failure');
    const { recipients } = await read((system + outer(notice)).replace('a@b', 'a\0@b'));
    expect(recipients).to.have.length(1);
  });

  it('without headers, empty, or of noise: unclassified, its text kept', async () => {
    for (const [source, text] of [
      ['Bonjour.', 'Bonjour.'],
      ['\r\n\r\nBonjour.', 'Bonjour.'],
      ['', ''],
    ] as const) {
      const { kind, ...rest } = await read(source);
      expect([kind, rest.text]).to.deep.equal(['unclassified', text]);
    }
    const noise = await readMessage(
      Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * index * 31) % 256)),
    );
    expect(noise.kind).to.equal('unclassified');
  });

  it('a charset that does not exist, and one that lies', async () => {
    const said = async (charset: string) =>
      (await read(`From: a@b.example\r\nContent-Type: text/plain; charset=${charset}\r\n\r\nre\xe7u`)).text;
    expect(await said('x-none')).to.contain('re');
    expect(await said('iso-8859-1')).to.equal('reçu');
    expect(await said('utf-8')).to.equal('re\ufffdu');
  });

  for (const [name, bytes] of [
    ['a million boundaries', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\n'.repeat(1_000_000)}`],
    ['five million empty lines', `\r\n${'\n'.repeat(5_000_000)}`],
    ['one header of ten megabytes', `X: ${'a '.repeat(5_000_000)}\r\n\r\nx`],
    ['half a million headers', `${'X-A: b\r\n'.repeat(500_000)}\r\nx`],
    ['a hundred thousand recipients', outer(notice + `\r\n${failed.slice(32)}`.repeat(100_000))],
  ] as const) {
    it(`${name}: cut, and says so`, async () => {
      const { limits } = await read(system + bytes);
      expect(limits).to.not.deep.equal([]);
    });
  }

  for (const [name, texts] of Object.entries(hostileTexts)) {
    it(`no pattern runs away: ${name}`, async () => {
      for (const text of texts) expect((await read(text)).kind).to.be.a('string');
    });
  }

  it('three hundred hurt messages are read', async () => {
    const seed = Date.now() % 1_000_000;
    for (let index = 0; index < 300; index++) {
      const fault = faultOfReading(await readMessage(messageOf(seed, index)));
      expect(fault, `npm run torture -- inbox --seed ${seed}, message ${index}`).to.equal(undefined);
    }
  });
});
