import { join } from 'node:path';
import { expect } from 'chai';
import { textOfPages } from '../render/pdf-tools.ts';
import { until } from '../until.ts';
import type { RunningEstafette } from './running-estafette.ts';
import type { openBrowser, Visitor } from './visitor.ts';

const pictures = new URL('../../docs/guide/images/', import.meta.url).pathname;

const changes = 'Le montant de la Polynésie française passe de 1 200 € à 1 500 €.';
const others = 'OFF-988';

interface Given {
  running: RunningEstafette;
  /** The text that was sent, to fewer offices than the directory holds. */
  slug: string;
  offices: number;
  /** In which each person has a visit of their own. */
  browser: Awaited<ReturnType<typeof openBrowser>>;
}

async function picture(name: string, visitor: Visitor): Promise<void> {
  if (process.env.GUIDE_PICTURES === '1') await visitor.picture(join(pictures, `${name}.png`));
}

async function accessible(visitor: Visitor): Promise<void> {
  expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
}

/** A text that was sent is replaced: by whom it was had, on every page, and for the offices themselves. */
export async function replaceTheText(given: Given): Promise<void> {
  const second = `${given.slug}-rectificatif-1`;
  await as(given, 'claire.redon', (visitor) => begin(given, second, visitor));
  await signIt(given, second);
  await as(given, 'samir.benali', (visitor) => send(given, second, visitor));
  await readAsAnOffice(given);
  await as(given, 'anne.lefort', (visitor) => readAsStaff(given, second, visitor));
}

async function as(
  { running, browser }: Given,
  login: string,
  act: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const visitor = await browser.visit(running.url);
  await visitor.enterAs(login);
  await act(visitor);
  expect(visitor.scriptErrors).to.deep.equal([]);
  await visitor.leave();
}

/** The page refuses what is not said, then the rectificatif is the whole text and what changes. */
async function begin({ slug }: Given, second: string, visitor: Visitor): Promise<void> {
  await visitor.open(`/instructions/${slug}`);
  await visitor.follow('Commencer un rectificatif');
  await visitor.check('champ-relation-replaces');
  await visitor.fill('changes', changes);
  await picture('rectificatif', visitor);
  await visitor.fill('changes', '');
  await visitor.follow('Commencer le rectificatif');
  expect(await visitor.text()).to.contain('Dites ce qui change');
  await accessible(visitor);
  await visitor.fill('changes', changes);
  await visitor.follow('Commencer le rectificatif');
  expect(visitor.path()).to.equal(`/instructions/${second}/texte`);
  expect(await visitor.page.$eval('[name="fields[changes]"]', valueOf)).to.equal(changes);
  await visitor.open(`/instructions/${second}`);
  expect(await visitor.text()).to.contain('Ce rectificatif remplace');
}

/** Relecture, visa and signature are those of any text; the signed file tells what it corrects. */
async function signIt({ running, slug }: Given, second: string): Promise<void> {
  const { chain, estafette } = running;
  const { instructions } = estafette;
  const instruction = await instructions.findBySlug(second);
  const first = await instructions.findBySlug(slug);
  if (instruction === undefined || first === undefined) throw new Error('nothing was begun');
  await chain.freeze(instruction);
  await chain.visa(instruction);
  await chain.sign(instruction);
  const pdf = await (await instructions.signedVersion(instruction.id))?.pdf();
  const firstSha256 = (await instructions.signedVersion(first.id))?.sha256 ?? '';
  const text = (await textOfPages(Buffer.from(pdf ?? []))).join('\n').replaceAll(/\s+/g, ' ');
  expect(text).to.contain('Rectificatif. Ce document remplace').and.contain(changes);
  expect(text.replaceAll(' ', '')).to.contain(firstSha256);
  expect(await instructions.correctionsOf(first.id)).to.deep.equal([]);
}

/** Proposed to those who had the first; leaving one out is said, and stands in the way. */
async function send({ running, offices }: Given, second: string, visitor: Visitor): Promise<void> {
  const dispatch = `/instructions/${second}/diffusion`;
  await visitor.open(dispatch);
  expect(await visitor.text())
    .to.contain(`texte corrigé`)
    .and.contain(`${offices} préfectures`);
  await visitor.follow('Choisir les destinataires');
  const box = `[name="to[${others}]"]`;
  expect(await visitor.page.$$eval('[name^="to["]:checked', lengthOf)).to.equal(offices);
  await visitor.page.$eval(box, clickOn);
  await visitor.follow('Enregistrer et continuer');
  await visitor.open(`${dispatch}/preparation/controles`);
  expect(await visitor.text()).to.contain('Une préfecture avait reçu le texte corrigé');
  await accessible(visitor);
  await visitor.open(`${dispatch}/preparation/destinataires`);
  await visitor.page.$eval(box, clickOn);
  await visitor.follow('Enregistrer et continuer');
  await visitor.open(`${dispatch}/confirmer`);
  expect(await visitor.text()).to.contain(`écrire à ${offices} préfectures`);
  await visitor.page.locator('main form button[type=submit]').click();
  const sent = async () => running.estafette.caughtMails!.list({ words: 'rectificatif', perPage: 50 });
  await until(async () => (await sent()).total === offices, 50);
  const read = await running.estafette.caughtMails!.read((await sent()).mails[0]?.id ?? '');
  expect(read?.text.replaceAll(/\s+/g, ' '))
    .to.contain(changes.replaceAll(/\s+/g, ' '))
    .and.contain('nouvel accusé');
}

/** The first link still opens the first text, and says that it is replaced; the second one asks again. */
async function readAsAnOffice({ running, browser }: Given): Promise<void> {
  const { mails } = await running.estafette.caughtMails!.list({ words: 'polynesie', perPage: 20 });
  const pages = await Promise.all(
    mails.map(async ({ id, subject }) => {
      const links = (await running.estafette.caughtMails!.read(id))?.links ?? [];
      return { subject, link: links.find((link) => link.includes('/accuse/')) };
    }),
  );
  const of = (isSecond: boolean) =>
    new URL(
      pages.find(
        ({ subject, link }) =>
          link !== undefined && subject.includes('2028') && subject.includes('rectificatif') === isSecond,
      )?.link ?? '',
    ).pathname;
  const telephone = await browser.visit(running.url, { width: 390, height: 844 });
  await telephone.open(of(false));
  expect(await telephone.text())
    .to.contain('Ce texte est remplacé')
    .and.contain(changes);
  expect(await telephone.page.$('form[action^="/accuse/"]')).to.equal(null);
  await accessible(telephone);
  await picture('rectificatif-remplace', telephone);
  await telephone.open(of(true));
  expect(await telephone.text()).to.contain('C’est un rectificatif');
  await accessible(telephone);
  await telephone.fill('name', 'Moana Teriitahi');
  await telephone.fill('function', 'Directeur de cabinet');
  await telephone.page.locator('label[for^="champ-capacity"]').click();
  await telephone.follow('J’accuse réception');
  expect(await telephone.text()).to.contain('Moana Teriitahi');
  await telephone.leave();
}

/** Struck through in the lists, said on its pages and in its proof. */
async function readAsStaff({ slug }: Given, second: string, visitor: Visitor): Promise<void> {
  const struck = `s a[href="/instructions/${slug}"]`;
  for (const path of ['/instructions', '/recherche?mots=2028']) {
    await visitor.open(path);
    expect(await visitor.page.$(struck), path).not.to.equal(null);
    expect(await visitor.text()).to.contain('Remplacée par');
    await accessible(visitor);
  }
  for (const path of ['', '/dossier']) {
    await visitor.open(`/instructions/${slug}${path}`);
    expect((await visitor.text()).toLowerCase(), path)
      .to.contain('remplacé')
      .and.contain('rectificatif n°');
    expect(await visitor.page.$(`a[href^="/instructions/${second}"]`), path).not.to.equal(null);
  }
}

// In the page: what of it these functions use.
const valueOf = (input: unknown) => (input as { value: string }).value;
const lengthOf = (found: unknown[]) => found.length;
const clickOn = (box: unknown) => (box as { click(): void }).click();
