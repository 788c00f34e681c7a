import { Schema, type Attrs, type DOMOutputSpec } from 'prosemirror-model';

/**
 * The closed schema of a section's text, for the server and for the browser's editor alike. Node and
 * mark names are those of Tiptap's standard extensions, so that a richer editor can take over the
 * stored documents unchanged. It may be widened one day, never narrowed: old revisions must read.
 */
export const headingLevels = [2, 3, 4] as const;

const allowedHref = /^(https?:\/\/[^\s/?#]+|mailto:[^\s@]+@[^\s@]+|#[A-Za-z][\w-]*)/i;
const longestHref = 2000;
const highestStart = 9999;

/** True for a whole address in http, https, mailto, or an anchor of the same document; nothing else. */
export function isAllowedHref(href: unknown): href is string {
  return (
    typeof href === 'string' &&
    href.length <= longestHref &&
    allowedHref.test(href) &&
    !/[\s"<>\\^`{|}]/.test(href)
  );
}

function mustBe(condition: boolean, what: string): void {
  if (!condition) throw new RangeError(what);
}

function validLevel(value: unknown): void {
  mustBe(
    headingLevels.some((level) => level === value),
    'heading level',
  );
}

function validStart(value: unknown): void {
  mustBe(
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highestStart,
    'list start',
  );
}

function validHref(value: unknown): void {
  mustBe(isAllowedHref(value), 'link address');
}

const levelOf = (attrs: Attrs): number => attrs['level'] as number;

export const textSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      group: 'block',
      content: '(inline | note)*',
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
      group: 'block',
      content: 'listItem+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: (): DOMOutputSpec => ['ul', 0],
    },
    orderedList: {
      group: 'block',
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

function startOf(attribute: string | null): number {
  const start = Number(attribute ?? '1');
  return Number.isInteger(start) && start >= 1 && start <= highestStart ? start : 1;
}
