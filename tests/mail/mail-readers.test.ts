import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { createMailComposer, encodePart } from '../../src/mail/mail.ts';
import { startFaultySmtpServer } from '../fakes/faulty-smtp-server.ts';
import { hasMunpack, readWithPython, unpackWithMunpack } from './mail-readers.ts';
import { aMail, aMailer, yes } from './mails.ts';

const act = Buffer.concat([
  Buffer.from('%PDF-1.7\r\n.\r\n..\r\n'),
  randomBytes(200_000),
  Buffer.from('\n%%EOF\n'),
]);
const annexBytes = Buffer.from('%PDF-1.7\n crédits \n%%EOF');
const composer = createMailComposer({ templatesFolder: 'templates/mail', demonstration: false });

/** The mail of an instruction with its annex, as it stands on the wire. */
async function aSentMail() {
  const pdf = await encodePart({ name: '2027-chefs-de-projets.pdf', type: 'application/pdf', bytes: act });
  const annex = await encodePart({
    name: 'notification de crédits.pdf',
    type: 'application/pdf',
    bytes: annexBytes,
  });
  const composed = composer.instruction({
    title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
    officeName: 'préfecture du Val-d’Oise',
    deadlineOn: '2026-12-21',
    link: 'https://circulaires.example/accuse/SECRET',
    verifyLink: 'https://circulaires.example/verifier',
    mark: 'signature',
    signatory: { name: 'Camille Durand', function: 'présidente de la MILDECA' },
    signedAt: '2026-12-07T13:30:00.000Z',
    pdf,
  });
  const server = await startFaultySmtpServer();
  const mailer = aMailer(server.url);
  const to = { name: 'Préfecture du Val-d’Oise, « courrier »', address: 'circulaires@val-doise.example' };
  await mailer.send(aMail({ ...composed, to, attachments: [pdf, annex] }), yes);
  await mailer.close();
  await server.close();
  return { composed, to, raw: server.messages[0]?.raw() ?? Buffer.alloc(0) };
}

describe('a sent mail, read by others', () => {
  let sent: Awaited<ReturnType<typeof aSentMail>>;
  before(async () => {
    sent = await aSentMail();
  });

  it('mailparser: texts, names, and the signed bytes', async () => {
    const read = await simpleParser(sent.raw);
    expect(read.subject).to.equal(sent.composed.subject);
    expect(read.text?.trim()).to.equal(sent.composed.text.trim());
    expect(read.html).to.equal(sent.composed.html);
    expect([read.to].flat()[0]?.value[0]).to.deep.equal(sent.to);
    expect(read.attachments.map(({ filename, content }) => [filename, sha256Hex(content)])).to.deep.equal([
      ['2027-chefs-de-projets.pdf', sha256Hex(act)],
      ['notification de crédits.pdf', sha256Hex(annexBytes)],
    ]);
    // What the mail says of its document is true of the bytes that came with it.
    expect(read.text).to.contain(sha256Hex(read.attachments[0]?.content ?? ''));
  });

  it('Python’s strict reader: no fault of form, the structure, the encodings', () => {
    const read = readWithPython(sent.raw);
    expect(read.defects).to.deep.equal([]);
    expect(read.subject).to.equal(sent.composed.subject);
    // It keeps the space between two encoded words of a name, which RFC 2047, 6.2 leaves out.
    expect(read.to.replace(/ {2}/g, ' ')).to.equal(`"${sent.to.name}" <${sent.to.address}>`);
    expect(read.structure).to.equal(
      'multipart/mixed(multipart/alternative(text/plain,text/html),application/pdf,application/pdf)',
    );
    const [text, html, pdf, annex] = read.parts;
    for (const part of [text, html]) {
      expect(part).to.include({ charset: 'utf-8', encoding: 'quoted-printable' });
    }
    // The end of a text's lines is the wire's (RFC 2046, 4.1.1), not the file's.
    expect(text?.bytes.toString().replaceAll('\r\n', '\n').trim()).to.equal(sent.composed.text.trim());
    expect(html?.bytes.toString().replaceAll('\r\n', '\n').trim()).to.equal(sent.composed.html.trim());
    expect(pdf).to.include({ name: '2027-chefs-de-projets.pdf', encoding: 'base64' });
    expect(pdf?.bytes.equals(act)).to.equal(true);
    expect(annex?.name).to.equal('notification de crédits.pdf');
    expect(annex?.bytes.equals(annexBytes)).to.equal(true);
  });

  it('munpack, which is older than most of these rules: the same files', function () {
    if (!hasMunpack()) {
      console.log('      skipped: munpack is not installed');
      this.skip();
    }
    const files = unpackWithMunpack(sent.raw);
    expect(files.get('2027-chefs-de-projets.pdf')?.equals(act)).to.equal(true);
    const hashes = [...files.values()].map(sha256Hex);
    expect(hashes).to.include(sha256Hex(annexBytes));
    const texts = [...files.values()].map((bytes) => bytes.toString().trim());
    expect(texts).to.include.members([sent.composed.text.trim(), sent.composed.html.trim()]);
  });
});
