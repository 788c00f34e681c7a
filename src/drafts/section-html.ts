import type { Mark } from 'prosemirror-model';
import type { SectionText } from './section-text.ts';

/**
 * The printed form of a section. Our own serialiser, because the usual ones emit `style` attributes,
 * which the pages' security policy refuses; and because every character must pass through `escape`.
 */
export function toHtml(document: SectionText): string {
  return childrenOf(document);
}

function childrenOf(node: SectionText): string {
  let html = '';
  node.forEach((child) => {
    html += toElement(child);
  });
  return html;
}

function toElement(node: SectionText): string {
  switch (node.type.name) {
    case 'text':
      return node.marks.reduceRight(wrap, escape(node.text ?? ''));
    case 'paragraph':
      return `<p>${childrenOf(node)}</p>`;
    case 'heading':
      return `<h${node.attrs['level']}>${childrenOf(node)}</h${node.attrs['level']}>`;
    case 'bulletList':
      return `<ul>${childrenOf(node)}</ul>`;
    case 'orderedList':
      return `<ol${node.attrs['start'] === 1 ? '' : ` start="${node.attrs['start']}"`}>${childrenOf(node)}</ol>`;
    case 'listItem':
      return `<li>${childrenOf(node)}</li>`;
    case 'hardBreak':
      return '<br>';
    default:
      throw new RangeError(`no printed form for a ${node.type.name}`);
  }
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
