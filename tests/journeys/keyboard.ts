import type { Page } from 'puppeteer';

/** Somebody who has no mouse: goes from one thing to the next, types, presses. */
export function createKeyboard(page: Page) {
  /** What is focused: the name of a field, the action of a button, or its words. */
  const focused = () =>
    page
      .$eval(':focus', (element) => {
        const { name, value, type, textContent } = element as unknown as Record<string, string>;
        const words = (textContent ?? '').replace(/\s+/g, ' ').trim();
        return { name: name ?? '', value: value ?? '', isButton: type === 'submit', words };
      })
      .catch(() => undefined);

  /** Goes on until this field, button or link is focused. Throws when the keyboard does not reach it. */
  async function reach(wanted: string): Promise<void> {
    for (let steps = 0; steps < 120; steps += 1) {
      const at = await focused();
      if (at?.name === wanted && !at.isButton) return;
      if (at !== undefined && (at.words === wanted || (at.isButton && at.value === wanted))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${wanted}`);
  }

  return {
    reach,
    /** Replaces what a field holds. */
    async type(name: string, text: string): Promise<void> {
      await reach(name);
      await page.keyboard.down('Control');
      await page.keyboard.press('a');
      await page.keyboard.up('Control');
      await page.keyboard.type(text);
    },
    /** Presses a button or follows a link, and waits for the page it leads to. */
    async press(wanted: string): Promise<void> {
      await reach(wanted);
      await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    },
  };
}
