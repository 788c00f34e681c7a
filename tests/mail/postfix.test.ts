import { expect } from 'chai';
import { generateKeyPairSync } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { createDkimSigner } from '../../src/mail/dkim.ts';
import { encodePart } from '../../src/mail/pre-encoded-part.ts';
import { createReturnPaths } from '../../src/mail/return-path.ts';
import { createCampaignBench, dispatcher, testDirectory } from '../dispatch/campaign-bench.ts';
import { until } from '../until.ts';
import { hasDkimpy, verdictsOfDkimpy } from './dkimpy.ts';
import { aMail, aMailer, short, yes } from './mails.ts';
import { startPostfix, whyNoPostfix, type Postfix } from './postfix.ts';

const domain = 'estafette.example';
const pair = generateKeyPairSync('ed25519');
const published = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const returnPaths = createReturnPaths({ pattern: `retours+*@${domain}`, secret: new Uint8Array(32) });

describe('through a real Postfix', function () {
  this.timeout(180_000);
  let postfix: Postfix;
  let mailer: ReturnType<typeof aMailer>;

  before(async function () {
    const reason = whyNoPostfix();
    const started =
      reason === undefined ? await startPostfix().catch((error: unknown) => String(error)) : reason;
    if (typeof started === 'string') {
      console.log(`    skipped: ${started}`);
      return this.skip();
    }
    postfix = started;
    mailer = aMailer(postfix.url, {
      trustedRoots: postfix.certificate,
      returnPaths,
      dkim: createDkimSigner({ domain, keys: [{ selector: 's', pem }] }),
    });
  });

  after(async () => {
    await mailer?.close();
    await postfix?.stop();
  });

  /** What Postfix kept of the mails to this address: its own lines on top, then ours. */
  const keptFor = (address: string) =>
    postfix.mails().filter((mail) => mail.toString('latin1').includes(`\nDelivered-To: ${address}\n`));

  it('the connection is encrypted, and the server says what it can do', async () => {
    expect(await mailer.check()).to.deep.equal({
      outcome: 'ready',
      encrypted: true,
      abilities: { tls: 'TLSv1.3', signedIn: false, dsn: true, smtpUtf8: true, maximumSize: 3_000_000 },
    });
  });

  it('a mail arrives as it was written, and its signature still holds', async () => {
    const bytes = Buffer.alloc(300_000, 'a signed act\r\n.\r\n');
    const pdf = await encodePart({ name: 'instruction.pdf', type: 'application/pdf', bytes });
    const mail = aMail({ to: { name: 'Ain', address: 'ain@prefecture.example' }, attachments: [pdf] });
    expect(short(await mailer.send(mail, yes))).to.equal('accepted');
    await until(() => keptFor('ain@prefecture.example').length === 1);
    const [kept = Buffer.alloc(0)] = keptFor('ain@prefecture.example');
    const read = await simpleParser(kept);
    expect(read.attachments[0]?.content.equals(bytes)).to.equal(true);
    expect(read.text?.trim()).to.equal(mail.text.trim());
    if (!hasDkimpy()) return;
    const names = { [`s._domainkey.${domain}`]: `v=DKIM1; k=ed25519; p=${published}` };
    // A mailbox keeps line ends of its own; the wire has CRLF.
    const message = Buffer.from(kept.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
    expect(verdictsOfDkimpy([{ message, names }])).to.deep.equal([[true]]);
  });

  it('a notice comes back to the address that names its delivery, with its ENVID', async () => {
    const envid = 'notice-of-this-one';
    const mail = aMail({
      envid,
      messageId: `<${envid}@${domain}>`,
      to: { address: 'aisne@prefecture.example' },
    });
    await mailer.send(mail, yes);
    const notice = () =>
      postfix.notices().find((one) => one.toString().includes(`Original-Envelope-Id: ${envid}\n`));
    await until(() => notice() !== undefined);
    const text = notice()?.toString() ?? '';
    expect(text)
      .to.match(/^Action: delivered$/m)
      .and.match(/^Original-Recipient: rfc822;\s?aisne@prefecture\.example$/m);
    expect(returnPaths.envidOf(/^Delivered-To: (.*)$/m.exec(text)?.[1] ?? '')).to.equal(envid);
  });

  it('international addresses arrive: the domain as punycode, letters before the @ as they are', async () => {
    for (const address of ['contact@préfecture.example', 'préfet@prefecture.example']) {
      expect(short(await mailer.send(aMail({ to: { address } }), yes)), address).to.equal('accepted');
    }
    const raw = (address: string) => Buffer.from(address).toString('latin1');
    await until(() => keptFor('contact@xn--prfecture-c4a.example').length === 1);
    await until(() => keptFor(raw('préfet@prefecture.example')).length === 1);
  });

  for (const [what, change, gives] of [
    ['a mailbox that does not exist', { to: { address: 'inconnu@prefecture.example' } }, 'refused 550'],
    ['greylisting', { to: { address: 'attente@prefecture.example' } }, 'deferred 450'],
    ['a domain that it does not relay', { to: { address: 'a@elsewhere.example' } }, 'misconfigured 554'],
  ] as const) {
    it(`${what} → ${gives}`, async () => {
      expect(short(await mailer.send(aMail(change), yes))).to.equal(gives);
    });
  }

  it('a sender that it does not serve, which it says at the recipient, stops everything', async () => {
    const plain = aMailer(postfix.url, { trustedRoots: postfix.certificate });
    const mail = aMail({ from: { address: `intrus@${domain}` }, to: { address: 'ain@prefecture.example' } });
    expect(short(await plain.send(mail, yes))).to.equal('misconfigured 554');
    await plain.close();
  });

  it('a message over its limit stops everything before it leaves', async () => {
    const bytes = Buffer.alloc(3_000_000);
    const huge = await encodePart({ name: 'a.bin', type: 'application/octet-stream', bytes });
    expect(short(await mailer.send(aMail({ attachments: [huge] }), yes))).to.equal('misconfigured');
  });

  it('a certificate that is not trusted stops everything', async () => {
    const wary = aMailer(postfix.url);
    expect(short(await wary.send(aMail(), yes))).to.equal('misconfigured');
    expect(await wary.check()).to.include({ key: 'mail.server.certificate' });
    await wary.close();
  });

  it('killed between the body and the dot: tried later, and nothing arrived', async () => {
    const to = { address: 'drome@prefecture.example' };
    const outcome = await mailer.send(aMail({ to }), {
      beforeFinalDot: async () => {
        for (const pid of postfix.processesOf('smtpd')) process.kill(pid, 'SIGKILL');
        await until(() => postfix.processesOf('smtpd').length === 0);
        return true;
      },
    });
    // The kill may be seen a moment after the dot was let through: then nobody can know.
    expect(['deferred', 'unknown']).to.include(outcome.outcome);
    expect(keptFor(to.address)).to.have.length(0);
  });

  it('frozen after the dot: unknown, and thawed it delivers once, which nobody sends again', async () => {
    const to = { address: 'eure@prefecture.example' };
    const hasty = aMailer(postfix.url, { trustedRoots: postfix.certificate, timeouts: { final: 400 } });
    let frozen: number[] = [];
    const outcome = await hasty.send(aMail({ to }), {
      beforeFinalDot: () => {
        frozen = postfix.processesOf('cleanup');
        for (const pid of frozen) process.kill(pid, 'SIGSTOP');
        return Promise.resolve(true);
      },
    });
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    expect(frozen).to.not.deep.equal([]);
    expect(short(outcome)).to.equal('unknown');
    await until(() => keptFor(to.address).length === 1);
    await hasty.close();
  });

  it('a campaign closes its equation, and Postfix holds exactly what the ledger says', async () => {
    const offices = ['gers', 'inconnu', 'attente', 'indre', 'isere', 'jura'];
    const bench = await createCampaignBench({ directory: testDirectory(offices) });
    const worker = bench.createWorker({ mailer });
    const campaign = await bench.open();
    await worker.relay();
    await bench.queue.runAll(worker.run);
    const { offices: standings } = await bench.standings(campaign);
    expect(standings).to.include({ accepted: 4, waiting: 1, unreachable: 1, unknown: 0 });
    await until(() =>
      ['gers', 'indre', 'isere', 'jura'].every((name) => keptFor(`${name}@prefecture.example`).length === 1),
    );
    for (const name of ['inconnu', 'attente'])
      expect(keptFor(`${name}@prefecture.example`)).to.have.length(0);
    const board = await bench.dispatch.board(campaign.id);
    expect(board?.lines).to.have.length(offices.length);
    // A person asks for the deferred one again: refused as before, the others get no second copy.
    await bench.dispatch.retry(dispatcher, campaign.id, 'attente');
    await worker.relay();
    await bench.queue.runAll(worker.run);
    for (const name of ['gers', 'indre', 'isere', 'jura'])
      expect(keptFor(`${name}@prefecture.example`)).to.have.length(1);
    await bench.database.destroy();
  });
});
