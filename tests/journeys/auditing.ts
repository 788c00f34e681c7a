import { expect } from 'chai';
import type { Visitor } from './visitor.ts';

interface Audited {
  visitor: Visitor;
  /** Address of the site. */
  url: string;
  slug: string;
  signedSha256: string;
  accessible(): Promise<void>;
  picture(name: string): Promise<void>;
}

/** An auditor finds the text by its words, keeps the search, and takes the results away. */
export async function findAndKeep({ visitor, slug, accessible, picture }: Audited): Promise<void> {
  await visitor.enterAs('anne.lefort');
  await visitor.open('/recherche?mots=CHEVREUILS');
  await accessible();
  expect(await visitor.text())
    .to.contain('chevreuil')
    .and.contain('Page 1 du PDF');
  await picture('recherche');
  const page = await visitor.page.$eval('.es-page-link', (link) => link.getAttribute('href') ?? '');
  expect(page).to.match(/[.]pdf#page=1$/);
  expect(await visitor.download(page.replace(/#.*/, ''))).to.include({
    status: 200,
    type: 'application/pdf',
  });
  await visitor.fill('nom', 'Les chevreuils');
  await visitor.press('Enregistrer la recherche', 'Vos recherches enregistrées');
  await visitor.open('/');
  await visitor.follow('Les chevreuils');
  expect(await visitor.text()).to.contain('chevreuil');
  const json = await visitor.page.$eval('a[href*=".json"]', (link) => link.getAttribute('href') ?? '');
  expect((await visitor.download(json)).bytes.toString()).to.contain(slug);
}

/** The same auditor follows it from its first word to an office, and across territories and years. */
export async function followTheText(audited: Audited): Promise<void> {
  const { visitor, slug, signedSha256, accessible, picture } = audited;
  await visitor.open(`/instructions/${slug}/dossier`);
  await accessible();
  await picture('dossier');
  expect(await visitor.text())
    .to.contain(signedSha256)
    .and.contain('Camille');
  await visitor.open('/controler');
  await accessible();
  await visitor.follow('Suivre un territoire');
  await accessible();
  await visitor.follow('Ain');
  await accessible();
  expect(await visitor.text()).to.contain('2027');
  for (const path of ['/comparer', '/donnees', '/donnees/api', '/circulaires-anciennes']) {
    await visitor.open(path);
    await accessible();
  }
  await visitor.open('/chiffres');
  await accessible();
  await picture('chiffres');
  expect(await visitor.text()).to.match(/Accusés reçus\s+1\b/);
}

/** A program reads for them, with a token that they make and revoke. */
export async function readByProgram({ visitor, url, slug, accessible }: Audited): Promise<void> {
  await visitor.open('/mon-compte/jetons');
  await accessible();
  await visitor.fill('name', 'tableur');
  await visitor.check('portee-instructions');
  await visitor.press('Créer le jeton', 'Copiez-le maintenant');
  await accessible();
  const token = await visitor.page.$eval('.es-secret', (shown) => shown.textContent ?? '');
  const ask = () =>
    fetch(`${url}/api/v1/instructions`, { headers: { authorization: `Bearer ${token.trim()}` } });
  expect(await (await ask()).text()).to.contain(slug);
  await visitor.follow('Je l’ai copié');
  await visitor.follow('Révoquer');
  const refused = await ask();
  expect(refused.status).to.equal(401);
  expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/);
  const { bytes } = await visitor.download('/donnees/instructions.csv');
  expect(bytes.toString()).to.contain(slug);
}
