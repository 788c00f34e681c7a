import type { Page } from 'puppeteer';

/** True where what has the focus is drawn around and not wholly covered: its first points, from its corner on. */
const isSeen = `(() => {
  const at = document.activeElement;
  // The design system draws its own box around the label of a choice.
  const drawn = at.matches('[type=radio], [type=checkbox]') ? at.labels[0] : at;
  const { outlineStyle } = getComputedStyle(at);
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const points = [0.05, 0.25, 0.5, 0.75, 0.95].flatMap((down) => [0.1, 0.5, 0.9].map((right) => [right, down]));
  const isInSight = points.some(([right, down]) => {
    const there = document.elementFromPoint(left + right * width, top + down * height);
    return there !== null && (drawn.contains(there) || there.contains(drawn));
  });
  return isInSight && (drawn !== at || outlineStyle !== 'none');
})()`;

/** Somebody who has no mouse: goes from one thing to the next, types, presses. */
export function createKeyboard(page: Page) {
  /** What is focused: the name of a field, the action of a button, or its words. */
  const focused = () =>
    page
      .$eval(':focus', (element) => {
        const { name, value, type, textContent, ariaLabel, role } = element as unknown as Record<
          string,
          string
        >;
        const words = (role === 'textbox' ? `Texte : ${ariaLabel}` : (textContent ?? ''))
          .replace(/\s+/g, ' ')
          .trim();
        return { name: name ?? '', value: value ?? '', isButton: type === 'submit', words };
      })
      .catch(() => undefined);

  /** Goes on until this field, button, link or « Texte : … » of a section is focused. Throws when the keyboard does not reach it. */
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
    /** Whether the focus is somewhere, drawn, and not under what stays in place while the page scrolls. */
    seen: () => page.evaluate(isSeen) as Promise<boolean>,
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
