import { withoutForbiddenCharacters } from '../../../../drafts/text-characters.ts';
import { cleanTree } from './clean-tree.ts';
import { evenTable } from './tables.ts';
import { toWordLists } from './word-lists.ts';
import { toWordNotes } from './word-notes.ts';

/** What is left of something pasted, and what it lost that a person would miss, in words. */
export interface Pasted {
  html: string;
  lost: string[];
}

/** Said of a picture that is pasted or dropped: it needs its words, which the clipboard does not have. */
export const imagesLost =
  'Une image collée n’est pas reprise. Insérez-la depuis son fichier, par le bouton « Insérer une image », avec son texte de remplacement.';
const linksLost =
  'Un lien collé n’était pas une adresse complète en http, https ou mailto : ses mots sont repris, sans le lien.';

/** True for a text that was copied from this editor: it is of the schema already. */
const isOurOwn = (html: string): boolean => html.includes('data-pm-slice');

/**
 * Reduces what Word, a web page or a mail puts in the clipboard to what the schema holds: paragraphs,
 * headings, lists, even tables, bold, italic, links, notes. No style, colour, font, comment, script nor
 * picture is left. It is parsed apart from the page: nothing of it is run or fetched.
 */
export function reducePasted(html: string): Pasted {
  const plain = withoutForbiddenCharacters(html, { keepBreaks: true });
  if (isOurOwn(plain)) return { html: plain, lost: [] };
  const { body } = new DOMParser().parseFromString(plain, 'text/html');
  toWordNotes(body);
  toWordLists(body);
  const left = cleanTree(body);
  // The inner tables first: they become paragraphs of the cell that holds them.
  for (const table of [...body.querySelectorAll('table')].reverse()) evenTable(table);
  return {
    html: body.innerHTML,
    lost: [...(left.images > 0 ? [imagesLost] : []), ...(left.links > 0 ? [linksLost] : [])],
  };
}
