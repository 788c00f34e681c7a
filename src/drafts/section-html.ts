import type { Mark } from 'prosemirror-model';
import type { SectionText } from './section-text.ts';

/**
 * The printed form of a section. Our own serialiser, because the usual ones emit `style` attributes,
 * which the pages' security policy refuses; and because every character must pass through `escape`.
 * A note stays where it is called: what prints the whole document numbers it and moves it to its place.
 * `lower` moves the headings that many levels down, under the title of what they stand in.
 */
export function toHtml(document: SectionText, options: { lower?: number } = {}): string {
  return childrenOf(document, options.lower ?? 0);
}

function childrenOf(node: SectionText, lower: number): string {
  let html = '';
  node.forEach((child) => {
    html += toElement(child, lower);
  });
  return html;
}

function toElement(node: SectionText, lower: number): string {
  switch (node.type.name) {
    case 'text':
      return node.marks.reduceRight(wrap, escape(node.text ?? ''));
    case 'paragraph':
      return `<p>${childrenOf(node, lower)}</p>`;
    case 'heading':
      return inHeading(Number(node.attrs['level']) + lower, childrenOf(node, lower));
    case 'bulletList':
      return `<ul>${childrenOf(node, lower)}</ul>`;
    case 'orderedList':
      return `<ol${node.attrs['start'] === 1 ? '' : ` start="${node.attrs['start']}"`}>${childrenOf(node, lower)}</ol>`;
    case 'listItem':
      return `<li>${childrenOf(node, lower)}</li>`;
    case 'table':
      return toTable(node);
    case 'hardBreak':
      return '<br>';
    case 'note':
      return `<span class="note">${childrenOf(node, lower)}</span>`;
    default:
      throw new RangeError(`no printed form for a ${node.type.name}`);
  }
}

/**
 * The rows of headers that a table begins with are repeated on every page. A table that has headers neither
 * there nor at the head of each row takes its first row for them: a cell without a header tells nothing.
 */
function toTable(table: SectionText): string {
  const rows = [...table.children];
  const first = rows.findIndex((row) => row.children.some((cell) => cell.type.name !== 'tableHeader'));
  const headed = rows.every((row) => row.firstChild?.type.name === 'tableHeader');
  const inHead = Math.max(headed ? 0 : 1, first === -1 ? rows.length : first);
  const printed = (from: number, to: number, scope: 'col' | 'row') => {
    return rows
      .slice(from, to)
      .map((row) => toRow(row, scope))
      .join('');
  };
  const head = printed(0, inHead, 'col');
  const body = printed(inHead, rows.length, 'row');
  return `<table>${head && `<thead>${head}</thead>`}${body && `<tbody>${body}</tbody>`}</table>`;
}

function toRow(row: SectionText, scope: 'col' | 'row'): string {
  const cells = row.children.map((cell) => {
    const isHeader = scope === 'col' || cell.type.name === 'tableHeader';
    const inner = childrenOf(cell, 0);
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
