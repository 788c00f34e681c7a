import { Schema, type Attrs, type DOMOutputSpec } from 'prosemirror-model';
import {
  actOf,
  held,
  imageOf,
  isAllowedHref,
  isId,
  isImageName,
  isSectionKey,
  isSide,
  isWords,
  sectionOf,
  startOf,
  validHref,
  validLevel,
  validStart,
} from './text-attributes.ts';

const levelOf = (attrs: Attrs): number => attrs['level'] as number;

/**
 * The closed schema of a section's text, for the server and for the browser's editor alike. Node and
 * mark names are those of Tiptap's standard extensions, so that a richer editor can take over the
 * stored documents unchanged. It may be widened one day, never narrowed: old revisions must read.
 */
export const textSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      group: 'block',
      content: '(inline | note | crossReference | actReference)*',
      parseDOM: [{ tag: 'p' }],
      toDOM: (): DOMOutputSpec => ['p', 0],
    },
    heading: {
      group: 'block',
      content: 'inline*',
      defining: true,
      attrs: { level: { default: 2, validate: validLevel } },
      // A pasted first-level title becomes the highest level a section may hold, a deep one the lowest.
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
        tag: `h${level}`,
        attrs: { level: Math.min(4, Math.max(2, level)) },
      })),
      toDOM: (node): DOMOutputSpec => [`h${levelOf(node.attrs)}`, 0],
    },
    bulletList: {
      group: 'block list',
      content: 'listItem+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: (): DOMOutputSpec => ['ul', 0],
    },
    orderedList: {
      group: 'block list',
      content: 'listItem+',
      attrs: { start: { default: 1, validate: validStart } },
      parseDOM: [{ tag: 'ol', getAttrs: (element) => ({ start: startOf(element.getAttribute('start')) }) }],
      toDOM: (node): DOMOutputSpec =>
        node.attrs['start'] === 1 ? ['ol', 0] : ['ol', { start: String(node.attrs['start']) }, 0],
    },
    listItem: {
      content: 'paragraph (paragraph | bulletList | orderedList)*',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: (): DOMOutputSpec => ['li', 0],
    },
    // Plain tables: no merged cells, so that every cell has its headers for those who do not see it.
    table: {
      group: 'block',
      content: 'tableRow+',
      isolating: true,
      parseDOM: [{ tag: 'table' }],
      toDOM: (): DOMOutputSpec => ['table', ['tbody', 0]],
    },
    tableRow: {
      content: '(tableHeader | tableCell)+',
      parseDOM: [{ tag: 'tr' }],
      toDOM: (): DOMOutputSpec => ['tr', 0],
    },
    tableHeader: {
      content: 'paragraph+',
      isolating: true,
      parseDOM: [{ tag: 'th' }],
      toDOM: (): DOMOutputSpec => ['th', 0],
    },
    tableCell: {
      content: 'paragraph+',
      isolating: true,
      parseDOM: [{ tag: 'td' }],
      toDOM: (): DOMOutputSpec => ['td', 0],
    },
    hardBreak: {
      group: 'inline',
      inline: true,
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: (): DOMOutputSpec => ['br'],
    },
    // A note stands where it is called, and is printed at the end of its section. It holds words and marks, no
    // other note; headings hold none, because they are copied in bookmarks and in the table of contents.
    note: {
      inline: true,
      content: 'text*',
      atom: true,
      isolating: true,
      parseDOM: [{ tag: 'span[data-note]' }],
      toDOM: (): DOMOutputSpec => ['span', { 'data-note': '' }, 0],
    },
    // The title of another section or annex of the same document, with a link to it.
    crossReference: {
      inline: true,
      atom: true,
      attrs: { target: { validate: held(isSectionKey, 'target of a reference') } },
      parseDOM: [{ tag: 'span[data-section]', getAttrs: sectionOf }],
      toDOM: (node): DOMOutputSpec => ['span', { 'data-section': String(node.attrs['target']) }],
    },
    // An act of the archive, chosen there: its id, and the words that it is cited with.
    actReference: {
      inline: true,
      atom: true,
      attrs: {
        instructionId: { validate: held(isId, 'cited act') },
        label: { validate: held(isWords, 'words of a reference') },
      },
      parseDOM: [
        {
          tag: 'span[data-act]',
          getAttrs: actOf,
        },
      ],
      toDOM: (node): DOMOutputSpec => [
        'span',
        { 'data-act': String(node.attrs['instructionId']) },
        String(node.attrs['label']),
      ],
      leafText: (node) => String(node.attrs['label']),
    },
    // A picture between paragraphs, kept elsewhere under the hash of its bytes, and what it says to who does not see it.
    image: {
      group: 'block',
      atom: true,
      attrs: {
        sha256: { validate: held(isImageName, 'name of an image') },
        alt: { validate: held(isWords, 'alternative text') },
        width: { default: null, validate: held(isSide, 'width of an image') },
        height: { default: null, validate: held(isSide, 'height of an image') },
      },
      parseDOM: [{ tag: 'img[data-image]', getAttrs: imageOf }],
      toDOM: ({ attrs }): DOMOutputSpec => [
        'img',
        {
          'data-image': String(attrs['sha256']),
          alt: String(attrs['alt']),
          ...(attrs['width'] === null ? {} : { width: String(attrs['width']) }),
          ...(attrs['height'] === null ? {} : { height: String(attrs['height']) }),
        },
      ],
    },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      inclusive: false,
      attrs: { href: { validate: validHref } },
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (element) => {
            const href = element.getAttribute('href');
            return isAllowedHref(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ['a', { href: mark.attrs['href'] as string }, 0],
    },
    bold: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b' }],
      toDOM: (): DOMOutputSpec => ['strong', 0],
    },
    italic: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }],
      toDOM: (): DOMOutputSpec => ['em', 0],
    },
  },
});
