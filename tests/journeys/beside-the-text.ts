import type { Visitor } from './visitor.ts';

const preview = '[data-preview]';

/**
 * Opens the preview beside the text: its pages are drawn, it goes to the section that is entered, and it is drawn
 * again once the text is saved.
 */
export async function lookAtPreview({ page }: Visitor, lastSection: string): Promise<void> {
  await page.click('[data-panels] button ::-p-text(Aperçu)');
  await page.waitForSelector(`${preview} canvas`);
  await page.focus(`#rubrique-${lastSection} [role="textbox"]`);
  await page.waitForFunction(`document.querySelector('${preview}').scrollTop > 0`);
  await page.evaluate(`document.querySelector('${preview} canvas').dataset.before = 'yes'`);
  await page.keyboard.type('Voilà. ');
  await page.keyboard.down('Control');
  await page.keyboard.press('s');
  await page.keyboard.up('Control');
  await page.waitForFunction(
    `document.querySelector('${preview} canvas') && !document.querySelector('${preview} [data-before]')`,
  );
}
