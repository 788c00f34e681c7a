import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { png } from '../drafts/images/pictures.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The toolbar that is shown: that of the section that is written. */
const bar = '[data-toolbars] > :not([hidden])';

/** What axe finds wrong in a part of the page, as it stands. */
export async function faultsOf(page: Page, part: string): Promise<unknown> {
  await page.evaluate(await readFile(axePath, 'utf8'));
  return page.evaluate(
    `axe.run(${JSON.stringify(part)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
  );
}

/** From the text to a button of its toolbar, as the arrows go, and presses it. */
export async function choose(page: Page, label: string): Promise<void> {
  await page.keyboard.down('Alt');
  await page.keyboard.press('F10');
  await page.keyboard.up('Alt');
  await page.keyboard.press('Home');
  for (let steps = 0; steps < 30; steps += 1) {
    if ((await page.evaluate('document.activeElement.textContent')) === label)
      return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`no button ${label}`);
}

/** To the end of the focused text, whose editor puts its own selection back a moment after it takes the focus. */
export async function toTheEnd(page: Page): Promise<void> {
  const stands = 'document.activeElement.editor.state.selection.$from.parentOffset > 0';
  do await page.keyboard.press('End');
  while ((await page.evaluate(stands)) !== true);
}

/**
 * Writes in a section without the mouse: a title, an amount, a note, a reference, a list, a table, and a
 * picture that is first brought without its words. Gives what was then said.
 */
export async function writeByKeyboard(page: Page, editor: string): Promise<string> {
  const type = (words: string) => page.keyboard.type(words);
  const enter = () => page.keyboard.press('Enter');
  await page.focus(`${editor} [role="textbox"]`);
  await toTheEnd(page);
  await enter();
  await choose(page, 'Titre');
  await type('Les moyens');
  await enter();
  await type('Soit 12 000 €');
  await choose(page, 'Insérer une note');
  await type('En AE.');
  await enter();
  await page.keyboard.press('ArrowRight');
  await type(', voir ');
  await choose(page, 'Renvoi');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await enter();
  await enter();
  await choose(page, 'Liste à puces');
  await type('prévenir');
  await enter();
  await enter();
  await choose(page, 'Insérer un tableau');
  for (const header of ['Où', 'Quoi', 'Combien']) {
    await type(header);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('ArrowLeft');
  for (let rows = 0; rows < 3; rows += 1) await page.keyboard.press('ArrowDown');
  await choose(page, 'Insérer une image');
  const chooser = await page.$(`${bar} input[type="file"]`);
  const folder = await mkdtemp(join(tmpdir(), 'estafette-image-'));
  await writeFile(join(folder, 'carte.png'), png());
  await (chooser as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(
    join(folder, 'carte.png'),
  );
  await page.keyboard.press('Tab');
  await enter();
  const alert = await page.$eval(`${bar} [role="alert"]:not([hidden])`, (said) => said.textContent);
  await type('Une carte');
  await enter();
  await page.waitForSelector(`${editor} .es-image img[alt="Une carte"]`);
  await rm(folder, { recursive: true });
  return alert;
}
