import type { Mark } from 'prosemirror-model';
import type { SectionText } from './section-text.ts';

/** What a text only names: where it is printed, they are looked for here. */
export interface Places {
  /** The address of an image's bytes, in the page or in the document itself; undefined when it is not known. */
  imageAddress?: (sha256: string) => string | undefined;
  /** The title of a section or annex of the same text. */
  titleOfSection?: (key: string) => string | undefined;
}

type Options = Places & { lower: number };

/** What stands in the place of a title that is not there: checks find it, and nothing is signed with it. */
const lost = '<span class="missing">[?]</span>';

/**
 * The printed form of a section. Our own serialiser, because the usual ones emit `style` attributes,
 * which the pages' security policy refuses; and because every character must pass through `escape`.
 * A note stays where it is called: what prints the whole document numbers it and moves it to its place.
 * `lower` moves the headings that many levels down, under the title of what they stand in.
 */
export function toHtml(document: SectionText, options: Places & { lower?: number } = {}): string {
  return childrenOf(document, { lower: 0, ...options });
}

function childrenOf(node: SectionText, options: Options): string {
  let html = '';
  node.forEach((child) => {
    html += toElement(child, options);
  });
  return html;
}

function toElement(node: SectionText, options: Options): string {
  switch (node.type.name) {
    case 'text':
      return node.marks.reduceRight(wrap, escape(node.text ?? ''));
    case 'paragraph':
      return `<p>${childrenOf(node, options)}</p>`;
    case 'heading':
      return inHeading(Number(node.attrs['level']) + options.lower, childrenOf(node, options));
    case 'bulletList':
      return `<ul>${childrenOf(node, options)}</ul>`;
    case 'orderedList':
      return `<ol${node.attrs['start'] === 1 ? '' : ` start="${node.attrs['start']}"`}>${childrenOf(node, options)}</ol>`;
    case 'listItem':
      return `<li>${childrenOf(node, options)}</li>`;
    case 'table':
      return toTable(node, options);
    case 'hardBreak':
      return '<br>';
    case 'note':
      return `<span class="note">${childrenOf(node, options)}</span>`;
    case 'crossReference':
      return toReference(String(node.attrs['target']), options);
    case 'actReference':
      return escape(String(node.attrs['label']));
    case 'image':
      return toFigure(node, options);
    default:
      throw new RangeError(`no printed form for a ${node.type.name}`);
  }
}

/** What prints the whole document knows where each section stands, and leads there. */
function toReference(target: string, { titleOfSection }: Options): string {
  const title = titleOfSection?.(target);
  return title === undefined ? lost : `<a class="reference" href="#rubrique-${target}">${escape(title)}</a>`;
}

function toFigure(node: SectionText, { imageAddress }: Options): string {
  const { sha256, alt, width, height } = node.attrs;
  const address = imageAddress?.(String(sha256));
  if (address === undefined) return `<p>${lost} ${escape(String(alt))}</p>`;
  const size = width === null || height === null ? '' : ` width="${width}" height="${height}"`;
  return `<p class="figure"><img src="${escape(address)}" alt="${escape(String(alt))}"${size}></p>`;
}

/**
 * The rows of headers that a table begins with are repeated on every page. A table that has headers neither
 * there nor at the head of each row takes its first row for them: a cell without a header tells nothing.
 */
function toTable(table: SectionText, options: Options): string {
  const rows = [...table.children];
  const first = rows.findIndex((row) => row.children.some((cell) => cell.type.name !== 'tableHeader'));
  const headed = rows.every((row) => row.firstChild?.type.name === 'tableHeader');
  const inHead = Math.max(headed ? 0 : 1, first === -1 ? rows.length : first);
  const printed = (from: number, to: number, scope: 'col' | 'row') => {
    return rows
      .slice(from, to)
      .map((row) => toRow(row, scope, options))
      .join('');
  };
  const head = printed(0, inHead, 'col');
  const body = printed(inHead, rows.length, 'row');
  return `<table>${head && `<thead>${head}</thead>`}${body && `<tbody>${body}</tbody>`}</table>`;
}

function toRow(row: SectionText, scope: 'col' | 'row', options: Options): string {
  const cells = row.children.map((cell) => {
    const isHeader = scope === 'col' || cell.type.name === 'tableHeader';
    const inner = childrenOf(cell, options);
    return isHeader ? `<th scope="${scope}">${inner}</th>` : `<td>${inner}</td>`;
  });
  return `<tr>${cells.join('')}</tr>`;
}

function inHeading(level: number, inner: string): string {
  const name = `h${Math.min(6, level)}`;
  return `<${name}>${inner}</${name}>`;
}

function wrap(inner: string, mark: Mark): string {
  switch (mark.type.name) {
    case 'bold':
      return `<strong>${inner}</strong>`;
    case 'italic':
      return `<em>${inner}</em>`;
    case 'link':
      return `<a href="${escape(String(mark.attrs['href']))}">${inner}</a>`;
    default:
      throw new RangeError(`no printed form for ${mark.type.name}`);
  }
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
