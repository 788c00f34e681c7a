import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOfficeMail } from '../../src/dispatch/office-mail.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { silentLog } from '../../src/kernel/log.ts';
import {
  createCaughtMails,
  createMailComposer,
  createSmtpMailer,
  readSmtpUrl,
  startCatchAll,
} from '../../src/mail/mail.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { signed } from './campaign-bench.ts';

const bytes = new TextEncoder().encode('%PDF-1.7 the signed act');
const act = {
  ...signed,
  subject: 'Emploi des crédits 2027',
  sha256: sha256Hex(bytes),
  mark: 'signature',
  how: 'here',
  signedOn: '2026-12-07',
  signatoryName: 'Nora Valin',
  quality: null as string | null,
  fields: { signatoryQuality: 'présidente', contactName: 'Claire Redon', contactTelephone: '01 00 00 00 00' },
};
const content = {
  instruction: { ...signed, sha256: act.sha256 },
  deadlineOn: '2026-12-21',
  officeId: 'OFF-33',
  officeName: 'préfecture de la Gironde',
  timeZone: 'Europe/Paris',
  regionName: 'Nouvelle-Aquitaine',
  role: 'to' as const,
  pdfBy: 'attachment' as const,
  annexesBy: 'attachment' as const,
  address: 'circulaires@gironde.example',
  messageId: '<d1@estafette.example>',
  envid: 'd1',
  linkToken: 'the-token-of-this-office',
};

describe('the mail to an office', () => {
  function open(given: { pdf?: () => Promise<Uint8Array>; sha256?: string; act?: Partial<typeof act> } = {}) {
    let reads = 0;
    const build = createOfficeMail({
      composer: createMailComposer({
        templatesFolder: new URL('../../templates/mail', import.meta.url).pathname,
        demonstration: false,
      }),
      instructions: {
        signedVersion: async () => ({
          ...act,
          ...given.act,
          sha256: given.sha256 ?? act.sha256,
          async pdf() {
            reads += 1;
            return given.pdf?.() ?? bytes;
          },
        }),
      },
      publicUrl: () => 'https://circulaires.example/',
      from: { name: 'MILDECA', address: 'circulaires@mildeca.example' },
    });
    return { build, reads: () => reads };
  }

  it('says the same in text and in HTML: link, deadline, signatory, hash, both roles', async () => {
    const mail = await open().build(content);
    for (const part of [mail.text, mail.html]) {
      expect(part).to.contain('https://circulaires.example/accuse/the-token-of-this-office');
      expect(part).to.contain('Nora Valin').and.contain('Nouvelle-Aquitaine').and.contain(act.sha256);
    }
    expect(mail.subject).to.contain('21/12/2026');
    expect(mail).to.deep.include({ messageId: content.messageId, envid: 'd1' });
    expect(mail.to).to.deep.equal({
      name: 'préfecture de la Gironde',
      address: 'circulaires@gironde.example',
    });
  });

  it('says how the act was signed: by hand its day and its sealed copy, outside whose seal it bears', async () => {
    const bodies = async (change: Partial<typeof act>) => {
      const { text, html } = await open({ act: change }).build(content);
      return [text.replace(/\s+/g, ' '), html.replaceAll('&nbsp;', ' ').replace(/\s+/g, ' ')];
    };
    const pen = { how: 'by-hand', mark: 'seal', signedOn: '2026-12-03', quality: 'déléguée' };
    for (const body of await bodies(pen)) {
      expect(body).to.contain('signée à la main, le 3 décembre 2026, par Nora Valin, déléguée');
      expect(body).to.not.contain('signature électronique');
    }
    for (const body of await bodies({ how: 'outside', mark: 'seal', signatoryName: 'Cachet du ministère' })) {
      expect(body).to.contain('Cachet du ministère').and.not.contain('cachet électronique du service');
    }
  });

  it('arrives under the title that drafts gave it, said once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'office-mail-'));
    const clock = createFixedClock();
    const server = await startCatchAll({ folder, host: '127.0.0.1', port: 0, clock, log: silentLog });
    const mailer = createSmtpMailer({ server: readSmtpUrl(server.url), clock, log: silentLog });
    const officeName = 'préfecture, dite « "de l’Île" », <Bourg>';
    const written = await open().build({ ...content, officeName });
    const sent = await mailer.send(written, { beforeFinalDot: async () => true });
    expect(sent.outcome).to.equal('accepted');
    const caught = createCaughtMails({ folder });
    const [summary] = (await caught.list()).mails;
    const mail = await caught.read(summary?.id ?? '');
    expect(mail?.subject).to.equal(
      `[MILDECA] ${signed.title}\u00a0: accusé de réception attendu le 21/12/2026`,
    );
    // Quotes, a comma, brackets and accents: still one recipient, under its whole name.
    expect(mail?.recipients).to.deep.equal([content.address]);
    expect(mail?.to).to.contain(officeName).and.contain(content.address);
    expect(mail?.html).to.contain(`>${signed.title}</h1>`).and.to.contain(`<title>${signed.title}</title>`);
    expect(mail?.text).to.match(new RegExp(`^${signed.title}$`, 'm'));
    for (const part of [mail?.text, mail?.html]) expect(part).not.to.match(/«[^»]*«/);
    await mailer.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('in copy: asks for nothing, and says so in both bodies and in the subject', async () => {
    const mail = await open().build({ ...content, role: 'cc' });
    expect(mail.subject).to.contain('copie pour information').and.not.contain('attendu');
    for (const part of [mail.text.replace(/\s+/g, ' '), mail.html]) {
      expect(part).to.contain('Aucun accusé de réception ne vous est demandé');
      expect(part).to.not.contain('au plus tard').and.not.contain('accuser réception');
    }
    expect(mail.attachments).to.have.length(1);
  });

  it('is marked everywhere when it is a trial', async () => {
    const mail = await open().build({ ...content, isTrial: true });
    for (const part of [mail.subject, mail.text, mail.html]) expect(part).to.contain('Essai');
    expect(mail.to).to.deep.equal({ address: content.address });
  });

  it('gives a document of 40 MB by its link, with its size and its hash', async () => {
    const heavy = new Uint8Array(40_000_000).fill(32);
    const sha256 = sha256Hex(heavy);
    const { build, reads } = open({ sha256, pdf: async () => heavy });
    const heavyContent = {
      ...content,
      instruction: { ...signed, sha256 },
      pdfBy: 'link' as const,
    };
    const [mail] = await Promise.all([build(heavyContent), build(heavyContent)]);
    expect(reads()).to.equal(1);
    expect(mail.attachments).to.have.length(0);
    for (const part of [mail.text, mail.html]) {
      expect(part).to.contain('https://circulaires.example/accuse/the-token-of-this-office/document.pdf');
      expect(part).to.contain(sha256).and.contain('40,0\u00a0Mo');
      expect(part).to.contain('trop volumineux').and.not.contain('Document joint');
    }
  });

  it('reads and encodes the signed PDF once for a whole campaign', async () => {
    const { build, reads } = open();
    const mails = await Promise.all(Array.from({ length: 20 }, () => build(content)));
    expect(reads()).to.equal(1);
    expect(new Set(mails.map((mail) => mail.attachments[0]?.encoded)).size).to.equal(1);
    expect(mails[0]?.attachments[0]).to.include({
      name: `${signed.slug}.pdf`,
      sha256: act.sha256,
      size: bytes.length,
    });
  });

  it('reads it again after a failure', async () => {
    let failing = true;
    const { build } = open({
      pdf: async () => {
        if (failing) throw new Error('the database is away');
        return bytes;
      },
    });
    expect(await build(content).catch(String)).to.contain('away');
    failing = false;
    expect((await build(content)).attachments).to.have.length(1);
  });

  it('is never written with another version than the campaign’s, nor with other bytes than the signed ones', async () => {
    const other = await open({ sha256: 'b'.repeat(64) })
      .build(content)
      .catch(String);
    expect(other).to.contain('not the one of the campaign');
    const altered = await open({ pdf: async () => new Uint8Array(3) })
      .build(content)
      .catch(String);
    expect(altered).to.contain('not the signed document');
  });
});
