/** What the page of a text tells its editors. */
export interface DraftingPage {
  /** Of the instruction: `/instructions/2027-chefs-de-projets`. */
  address: string;
  /** What shows that a form of this page is ours; it is asked for at each use, because it may be renewed. */
  token: () => string;
  /** The sections and annexes of the text, in their order. */
  sections: () => { key: string; title: string }[];
}

export function pageOf(host: HTMLElement): DraftingPage {
  const form = host.closest('form');
  const address = new URL(form?.action ?? location.href, location.href).pathname.replace(/\/texte\/?$/, '');
  const credits = form?.dataset['creditsAnnex'];
  return {
    address,
    token: () => form?.querySelector<HTMLInputElement>('[name="form-token"]')?.value ?? '',
    sections: () => [
      ...[...document.querySelectorAll<HTMLElement>('section[id^="rubrique-"]')].map((section) => ({
        key: section.id.slice('rubrique-'.length),
        title: section.querySelector('h2')?.textContent.trim() ?? section.id,
      })),
      // Printed from the credits, which are not written here.
      ...(credits === undefined ? [] : [{ key: 'repartition', title: credits }]),
    ],
  };
}
