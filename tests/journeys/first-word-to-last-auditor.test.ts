import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { textOfPages } from '../render/pdf-tools.ts';
import { findAndKeep, followTheText, readByProgram } from './auditing.ts';
import { lookAtPreview } from './beside-the-text.ts';
import { everyonesPages, pagesOfStaff } from './other-pages.ts';
import { readAsCitizen } from './public-page.ts';
import { startEstafette, type RunningEstafette } from './running-estafette.ts';
import { replaceTheText } from './rectificatif.ts';
import { remindAndWrite } from './reminded-silence.ts';
import { leaveTomorrow } from './scheduled-departure.ts';
import { verifyAndFlip } from './verifying.ts';
import { openBrowser, type Visitor } from './visitor.ts';

const slug = '2027-chefs-de-projets';
const pictures = new URL('../../docs/guide/images/', import.meta.url).pathname;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Each step stands on the one before, as the circular itself does: the first failure ends the journey. */
describe('from the first word to the last auditor, in a browser', function () {
  this.timeout(120_000);
  this.bail(true);
  let running: RunningEstafette;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  let frozenSha256: string;
  let signed: Buffer;
  let officePage: string;
  /** How far the product's clock is ahead of the machine's. */
  let aheadMs = 0;

  const moveClockTo = (at: Date) => void (aheadMs = at.getTime() - Date.now());

  before(async () => {
    running = await startEstafette({ clock: { now: () => new Date(Date.now() + aheadMs) } });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
  });
  beforeEach(async () => {
    visitor = await browser.visit(running.url);
  });
  afterEach(async () => {
    expect(visitor.scriptErrors).to.deep.equal([]);
    await visitor.leave();
  });

  /** The picture of the guide is remade by each run that asks for it, from the same page. */
  async function picture(name: string): Promise<void> {
    if (process.env.GUIDE_PICTURES === '1') await visitor.picture(join(pictures, `${name}.png`));
  }

  async function accessible(): Promise<void> {
    expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
  }

  it('a drafter begins the instruction, writes it and previews it', async () => {
    await visitor.enterAs('claire.redon');
    await accessible();
    await visitor.follow('Commencer une instruction');
    await accessible();
    await visitor.fill('year', '2027');
    await visitor.follow('Commencer l’instruction');
    await visitor.open(`/instructions/${slug}/texte`);
    await accessible();
    const fields = {
      subject: 'Instruction aux chefs de projets pour 2027 <b>& suite</b>',
      contactName: 'Claire Redon',
      contactFunction: 'Chargée de mission',
      contactMail: 'claire.redon@mildeca.example',
      signatoryFirstName: 'Hélène',
      signatoryLastName: 'Marchal',
    };
    for (const [name, value] of Object.entries(fields)) await visitor.fill(`fields[${name}]`, value);
    await visitor.page.locator('#rubrique-contexte .ProseMirror').click();
    await visitor.page.keyboard.down('Control');
    await visitor.page.keyboard.press('End');
    await visitor.page.keyboard.up('Control');
    await visitor.page.keyboard.type(' Un mot de plus : le chevreuil.');
    await picture('texte');
    await visitor.press('Enregistrer', 'Enregistré à');
    await visitor.open(`/instructions/${slug}/texte`);
    expect(await visitor.text()).to.contain('le chevreuil');
    await lookAtPreview(visitor, 'contacts');
    await accessible();
    const preview = await visitor.download(`/instructions/${slug}/apercu.pdf`);
    expect(preview.type).to.contain('application/pdf');
    expect(preview.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('and submits it: the text is frozen with its hash', async () => {
    await visitor.enterAs('claire.redon');
    await visitor.open(`/instructions/${slug}/soumettre`);
    await accessible();
    await visitor.follow('Figer et soumettre à la relecture');
    await accessible();
    const { bytes } = await visitor.download(`/instructions/${slug}/versions/1.pdf`);
    frozenSha256 = sha256(bytes);
    await visitor.open(`/instructions/${slug}/visas`);
    expect(await visitor.text()).to.contain(frozenSha256);
  });

  it('its author may give no visa', async () => {
    await visitor.enterAs('claire.redon');
    await visitor.open(`/instructions/${slug}/visas`);
    expect(await visitor.page.$('form[action$="/visas/donner"]')).to.equal(null);
  });

  it('a reviewer reads exactly these bytes and gives the visa', async () => {
    await visitor.enterAs('hugo.valette');
    expect(await visitor.text()).to.contain('donner ou refuser votre visa');
    await visitor.open(`/instructions/${slug}/visas`);
    await visitor.page.waitForSelector('::-p-text(votre navigateur a recalculé l’empreinte)');
    await accessible();
    await visitor.page.evaluate("document.querySelector('#champ-').scrollIntoView()");
    await picture('visa');
    const { bytes } = await visitor.download(`/instructions/${slug}/versions/1.pdf`);
    expect(sha256(bytes)).to.equal(frozenSha256);
    await visitor.follow('Donner mon visa');
    await accessible();
  });

  it('a signatory signs: the frozen bytes and a signature, nothing else', async () => {
    await visitor.enterAs('helene.marchal');
    await visitor.open(`/instructions/${slug}/signer`);
    await accessible();
    const frozen = (await visitor.download(`/instructions/${slug}/versions/1.pdf`)).bytes;
    await visitor.check('champ-confirm');
    await visitor.follow('Signer');
    await visitor.open(`/instructions/${slug}/document`);
    await accessible();
    signed = (await visitor.download(`/instructions/${slug}/document.pdf`)).bytes;
    expect(signed.subarray(0, frozen.length).equals(frozen)).to.equal(true);
    expect(signed.length).to.be.greaterThan(frozen.length);
    expect(await visitor.text()).to.contain(sha256(signed));
  });

  it('a dispatcher sends it to the 106 offices and watches the page', async () => {
    await visitor.enterAs('samir.benali');
    await visitor.open(`/instructions/${slug}/diffusion`);
    await accessible();
    await visitor.follow('Choisir les destinataires');
    await accessible();
    await visitor.follow('Enregistrer et continuer');
    await accessible();
    await visitor.follow('Continuer');
    await accessible();
    expect(await visitor.text())
      .to.contain('La signature de')
      .and.not.contain('bloquant');
    await visitor.follow('Continuer');
    await accessible();
    await visitor.follow('Enregistrer et continuer');
    await accessible();
    expect(await visitor.text()).to.contain('106 préfectures pour attribution');
    await visitor.page.locator('main form button[type=submit]').click();
    await visitor.page.waitForNavigation({ waitUntil: 'load' }).catch(() => undefined);
    await visitor.page.waitForSelector('body::-p-text(106 / 106)', { timeout: 60_000 });
    // The page was opened before the first mail left: what it shows came by itself, the map included.
    await visitor.page.waitForFunction(
      "document.querySelectorAll('.es-map a > .es-state--accepted').length === 106",
    );
    await accessible();
    await visitor.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await accessible();
    const { mails, total } = await running.estafette.caughtMails!.list({ perPage: 200 });
    expect(total).to.equal(106);
    expect(new Set(mails.flatMap(({ recipients }) => recipients)).size).to.equal(106);
  });

  it('a prefecture opens its mail, reads, and acknowledges on a telephone', async () => {
    await visitor.leave();
    visitor = await browser.visit(running.url, { width: 390, height: 844 });
    await visitor.open('/boite?recherche=ain.pref');
    await accessible();
    await visitor.open(
      (await visitor.page.$eval('main a[href^="/boite/"]', (link) =>
        (link as unknown as { getAttribute(name: string): string | null }).getAttribute('href'),
      )) ?? '',
    );
    await accessible();
    const [mail] = (await running.estafette.caughtMails!.list({ words: 'ain.pref', perPage: 1 })).mails;
    const read = await running.estafette.caughtMails!.read(mail?.id ?? '');
    officePage = new URL(read?.links.find((link) => link.includes('/accuse/')) ?? '').pathname;
    expect(read?.attachments[0]?.bytes.equals(signed)).to.equal(true);

    await visitor.open(officePage);
    await accessible();
    expect((await visitor.download(`${officePage}/document.pdf`)).bytes.equals(signed)).to.equal(true);
    await visitor.follow('J’accuse réception');
    expect(await visitor.text()).to.contain('Rien n’a été enregistré');
    await accessible();
    await visitor.fill('name', 'Camille <script>Duval');
    await visitor.fill('function', 'Directrice de cabinet');
    await visitor.page.locator('label[for^="champ-capacity"]').click();
    await visitor.follow('J’accuse réception');
    await accessible();
    expect(await visitor.text()).to.contain('Camille <script>Duval');
  });

  it('the dispatcher sees that office acknowledged', async () => {
    await visitor.enterAs('samir.benali');
    await visitor.open(`/instructions/${slug}/diffusion`);
    expect(await visitor.text()).to.match(/1 préfecture sur 106 a accusé réception/);
    await visitor.page.evaluate("document.querySelector('#phrase').scrollIntoView()");
    await picture('campagne');
    await visitor.follow('Ain');
    await accessible();
    expect(await visitor.text())
      .to.contain('250 ')
      .and.contain('Camille <script>Duval');
    await visitor.open(`/instructions/${slug}/diffusion?region=REG-84`);
    await accessible();
    expect(await visitor.text()).to.contain('12 sur 106 affichées');
  });

  it('the dispatcher closes it: a sealed statement counts every office, and anyone can verify it', async () => {
    await visitor.enterAs('samir.benali');
    await visitor.open(`/instructions/${slug}/diffusion`);
    await visitor.follow('Clore la diffusion');
    await accessible();
    await visitor.page.locator('main form button[type=submit]').click();
    await visitor.page.waitForSelector('body::-p-text(Bordereau de diffusion)');
    for (;;) {
      const link = await visitor.page.$('a[href$="bordereau.pdf"]');
      if (link !== null) break;
      await visitor.open(`/instructions/${slug}/diffusion`);
    }
    await accessible();
    const statement = (await visitor.download(`/instructions/${slug}/diffusion/bordereau.pdf`)).bytes;
    const report = await running.estafette.signing.verify(statement);
    expect(report.valid).to.equal(true);
    expect(report.signatures.some(({ kind }) => kind === 'seal')).to.equal(true);
    const text = (await textOfPages(statement)).join('\n');
    expect(text)
      .to.contain('106 acceptées')
      .and.contain('= 106 préfectures')
      .and.contain('1 sur 106 attendus');
    expect(text.match(/Contact de rang 1/g)).to.have.length(106);
  });

  it('an auditor finds it by its words, follows it to the office, and verifies the journal', async () => {
    const audited = { visitor, url: running.url, slug, signedSha256: sha256(signed), accessible, picture };
    await findAndKeep(audited);
    await followTheText(audited);
    await readByProgram(audited);
    await visitor.open('/journal');
    await accessible();
    await visitor.follow('Vérifier tout le journal');
    await accessible();
    expect(await visitor.text()).to.match(/intact/i);
  });

  it('anyone verifies the document, reads it once it is public, and is told of a flipped byte', async () => {
    await verifyAndFlip({ signed, visitor, accessible });
    await readAsCitizen({ signed, slug, visitor, accessible });
  });

  it('the pages that everyone may read are accessible too', async () => {
    for (const path of everyonesPages) {
      await visitor.open(path);
      await accessible();
      if (path === '/') await picture('accueil');
    }
    // As it stands before its scripts have run, too: nothing may wait for them.
    await visitor.page.setJavaScriptEnabled(false);
    await visitor.open('/mentions-legales');
    await accessible();
  });

  for (const [login, paths] of pagesOfStaff(slug)) {
    it(`the other pages of ${login} are accessible`, async () => {
      await visitor.enterAs(login);
      for (const path of paths) {
        expect(await visitor.open(path), path).to.be.oneOf([200, 409, 422]);
        await accessible();
      }
    });
  }

  it('a text with credits leaves by itself at an hour of Paris, with its notifications', async () => {
    await leaveTomorrow({ running, visitor, accessible, picture, moveClockTo });
  });

  it('nobody acknowledges it: an office is reminded on its own day, then a person writes above it', async () => {
    await remindAndWrite({ running, visitor, accessible, picture, moveClockTo });
  });

  it('a rectificatif replaces it, and is acknowledged anew', async () => {
    await replaceTheText({ running, browser, slug: '2028-chefs-de-projets', offices: 10 });
  });
});
