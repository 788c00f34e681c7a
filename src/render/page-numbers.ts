/** What hides everything while a page is only measured, and the number that stands for one not known yet. */
export const unpaintedId = 'unpainted';
export const unknownPage = '000';

// What is used of the page that this runs in: the rest of the project is not typed for browsers.
interface PageElement {
  textContent: string;
  remove(): void;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
declare const document: {
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
};

/**
 * Runs in the page, and so sees nothing of this file: writes the true page of each place in the links that
 * lead there, and lets everything be painted. Answers the places that no link awaited a number for.
 */
export function writePageNumbers(
  numbers: readonly (readonly [id: string, page: number])[],
  style: string,
  placeholder: string,
): string[] {
  const written = numbers.map(([id, page]) => {
    let found = false;
    for (const link of document.querySelectorAll(`a[href="#${id}"]`)) {
      for (const element of link.querySelectorAll('*')) {
        if (element.textContent !== placeholder) continue;
        element.textContent = String(page);
        found = true;
      }
    }
    return found;
  });
  document.getElementById(style)?.remove();
  return numbers.flatMap(([id], index) => (written[index] === true ? [] : [id]));
}
