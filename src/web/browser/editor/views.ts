import type { NodeViewRenderer } from '@tiptap/core';
import type { DraftingPage } from './drafting-page.ts';
import { noteView } from './note-row.ts';
import { standingOf } from './standings.ts';

function made(tag: string, className: string, text = ''): HTMLElement {
  const dom = document.createElement(tag);
  dom.className = className;
  dom.textContent = text;
  return dom;
}

const still = { ignoreMutation: () => true };

/** How what is no text shows while one writes; none of it is what is printed. */
export function viewsOf(page: DraftingPage): Record<string, NodeViewRenderer> {
  return {
    note: noteView,

    image: ({ node }) => {
      const dom = made('figure', 'es-image');
      const image = document.createElement('img');
      image.src = `${page.address}/images/${String(node.attrs['sha256'])}`;
      image.alt = String(node.attrs['alt']);
      for (const side of ['width', 'height'] as const)
        if (node.attrs[side] !== null) image[side] = Number(node.attrs[side]);
      image.draggable = false;
      const words = made('figcaption', 'es-image-words', `Texte de remplacement : ${image.alt}`);
      // It is read once, as the picture's.
      words.setAttribute('aria-hidden', 'true');
      dom.append(image, words);
      return { dom, ...still };
    },

    crossReference: ({ node }) => {
      const target = String(node.attrs['target']);
      const title = page.sections().find(({ key }) => key === target)?.title;
      const dom = made('span', 'es-reference', title ?? '[rubrique absente du texte]');
      dom.title = 'Renvoi à une rubrique : son titre et un lien seront imprimés.';
      return { dom, ...still };
    },

    actReference: ({ node }) => {
      const dom = made('span', 'es-reference', String(node.attrs['label']));
      dom.title = 'Acte choisi dans l’archive.';
      void standingOf(String(node.attrs['instructionId'])).then((act) => {
        const warning = act === undefined ? 'absente de l’archive' : act.warning;
        if (warning !== undefined) dom.append(made('strong', 'es-reference-warning', ` (${warning})`));
      });
      return { dom, ...still };
    },
  };
}
