// Our own renderer wrote the twin, and a person's text in it holds neither sections nor attributes but
// a link's address: what is matched here is markup of ours. A heading has the place that links lead to.
const section =
  /<section class="([^"]*)">\s*(<h[2-6](?: id="[\w-]+")?>[\s\S]*?<\/h[2-6]>)([\s\S]*?)<\/section>/g;

/** A picture as our own renderer writes it: its bytes would weigh more than the whole page. */
const picture = /<img src="data:[^"]*" alt="([^"]*)"[^>]*>/g;

/**
 * Makes each part of a twin one that folds, without any script (annexes are folded at first), tells a picture
 * by its words (the PDF shows it), and keeps what it links to from learning whence the visitor comes: the address of this page is a secret.
 */
export function toFoldableHtml(twin: string): string {
  return twin
    .replace(picture, '<span class="es-image-told">$1</span>')
    .replace(section, (_whole, kind: string, heading: string, text: string) => {
      const open = kind === 'annex' ? '' : ' open';
      return `<details class="es-fold"${open}><summary class="es-fold__title">${heading}</summary><div class="es-fold__text">${text}</div></details>`;
    })
    .replaceAll('<a href="http', '<a rel="noreferrer" href="http');
}
