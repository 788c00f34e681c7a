import { expect } from 'chai';
import type { Visitor } from './visitor.ts';

/** In the page: parses the feed, and tells its entries' titles, or what is wrong with it. */
const readFeed = `fetch('/circulaires.atom').then((answer) => answer.text()).then((text) => {
  const feed = new DOMParser().parseFromString(text, 'application/xml');
  const fault = feed.querySelector('parsererror');
  return fault ? [fault.textContent] : [...feed.querySelectorAll('entry > title')].map((title) => title.textContent);
})`;

/** A dispatcher puts the signed text on the public page; a citizen reads it without an account or a script. */
export async function readAsCitizen(given: {
  signed: Buffer;
  slug: string;
  visitor: Visitor;
  accessible(): Promise<void>;
}): Promise<void> {
  const { signed, slug, visitor, accessible } = given;
  const { page } = visitor;
  await visitor.enterAs('samir.benali');
  await visitor.open('/page-publique');
  await accessible();
  await visitor.follow('Mettre en ligne');
  await accessible();
  expect(await visitor.text()).to.contain('Claire Redon, Chargée de mission, claire.redon@mildeca.example');
  await visitor.fill('reason', 'Demandé par la présidente.');
  await visitor.follow('Continuer');
  await accessible();
  await visitor.follow('Rendre public');
  await accessible();

  await page.browserContext().deleteCookie(...(await page.browserContext().cookies()));
  await page.setJavaScriptEnabled(false);
  await visitor.open('/circulaires');
  await accessible();
  await visitor.follow('Instruction « Chefs de projets 2027 »');
  expect(visitor.path()).to.equal(`/circulaires/${slug}`);
  await accessible();
  expect(await visitor.text())
    .to.contain('Hélène Marchal')
    .and.to.contain('chevreuil');
  const file = await visitor.download(`/circulaires/${slug}.pdf`);
  expect(file.bytes.equals(signed)).to.equal(true);
  expect(await visitor.open('/circulaires/2031-jamais-ecrite')).to.equal(404);
  await accessible();
  expect(await page.browserContext().cookies()).to.deep.equal([]);

  await page.setJavaScriptEnabled(true);
  await visitor.open('/circulaires');
  const titles = (await page.evaluate(readFeed)) as string[];
  expect(titles.map((title) => title.replaceAll('\u00a0', ' '))).to.deep.equal([
    'Instruction « Chefs de projets 2027 »',
  ]);
}
