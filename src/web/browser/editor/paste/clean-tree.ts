import { isAllowedHref } from '../../../../drafts/text-attributes.ts';
import { renamed, unwrap } from './elements.ts';
import { isBlankText } from './words.ts';

/** What a person does not read: gone with what it holds. */
const unread =
  'script, style, meta, link, title, head, template, noscript, xml, object, embed, iframe, svg, math, canvas, ' +
  'audio, video, form > button, input, select, textarea, del, s[class*="del"], [hidden], ' +
  '[style*="mso-element:comment-list"], .MsoCommentReference, a[href^="#_msocom"], a[name^="_msoanchor"]';
const hiddenStyle =
  /(?:display:\s*none|visibility:\s*hidden|mso-hide:\s*all|mso-special-character:\s*comment)/i;
const kept = new Set(
  [
    'p',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'ul',
    'ol',
    'li',
    'table',
    'tbody',
    'tr',
    'th',
    'td',
    'br',
    'a',
  ].concat('strong', 'em'),
);
const powers: Record<string, string> = { '2': '²', '3': '³' };
const blocks = 'p, h1, h2, h3, h4, h5, h6, ul, ol, table';
const sameAs: Record<string, string> = {
  b: 'strong',
  i: 'em',
  dt: 'p',
  dd: 'p',
  caption: 'p',
  figcaption: 'p',
  pre: 'p',
};
const containers = new Set([
  'div',
  'section',
  'article',
  'main',
  'aside',
  'header',
  'footer',
  'blockquote',
  'address',
]);

/** Leaves of a tree only what the schema knows; counts the pictures and the links that are gone. */
export function cleanTree(body: HTMLElement): { images: number; links: number } {
  removeComments(body);
  for (const element of body.querySelectorAll(unread)) element.remove();
  const pictures = [...body.querySelectorAll('img, picture, v\\:shape, v\\:imagedata')];
  const images = pictures.filter((picture) => !isTracker(picture)).length;
  for (const picture of pictures) picture.remove();
  let links = 0;
  // From the leaves up: what an element holds is clean when its own turn comes.
  for (const element of [...body.querySelectorAll<HTMLElement>('*')].reverse()) {
    if (hiddenStyle.test(element.getAttribute('style') ?? '')) element.remove();
    else if (!cleanElement(element)) links += 1;
  }
  for (const paragraph of body.querySelectorAll('p'))
    if (isBlank(paragraph) && paragraph.closest('td, th, li') === null) paragraph.remove();
  for (const note of body.querySelectorAll<HTMLElement>('[data-note]')) flatten(note);
  for (const line of body.querySelectorAll('br'))
    if (isBesideBlocks(line, 'previousSibling') && isBesideBlocks(line, 'nextSibling')) line.remove();
  return { images, links };
}

/** A note holds words, and there are some. */
function flatten(note: HTMLElement): void {
  if (isBlank(note)) note.remove();
  else if (note.querySelector(`${blocks}, br, [data-note]`) !== null)
    note.textContent = note.textContent.trim();
}

/** True when no words stand on that side: a line break there is only the end of a block. */
function isBesideBlocks(line: Node, side: 'previousSibling' | 'nextSibling'): boolean {
  let next = line[side];
  while (next !== null && isBlankText(next)) next = next[side];
  return next === null
    ? line.parentElement?.matches('p, td, th, li') === false
    : next instanceof Element && next.matches(blocks);
}

function removeComments(body: HTMLElement): void {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
}

/** A point that mails are watched with is no picture that a person would miss. */
function isTracker(picture: Element): boolean {
  const side = (name: string) => Number(picture.getAttribute(name) ?? NaN);
  return side('width') <= 1 || side('height') <= 1;
}

const isBlank = (element: Element): boolean => element.textContent.replaceAll(/[\s\u00a0]/g, '') === '';

/** False when it was a link that is no more. */
function cleanElement(element: HTMLElement): boolean {
  const name = element.localName;
  if (name === 'span' && element.dataset['note'] !== undefined) return onlyAttributes(element, ['data-note']);
  const style = element.getAttribute('style') ?? '';
  if (!/^(?:h[1-6]|th|table)$/.test(name)) emphasise(element, style);
  if (name === 'a') return cleanLink(element);
  // Square and cubic metres keep their meaning.
  const power = name === 'sup' ? powers[element.textContent.trim()] : undefined;
  if (power !== undefined) element.textContent = power;
  const other = sameAs[name];
  if (other === 'strong' || other === 'em') {
    const undone =
      other === 'strong' ? /(?:^|;)\s*font-weight:\s*(?:normal|[1-4]00)/i : /(?:^|;)\s*font-style:\s*normal/i;
    if (undone.test(style) || element.querySelector(blocks) !== null) unwrap(element);
    else renamed(element, other);
    return true;
  }
  if (other !== undefined) renamed(element, other);
  else if (containers.has(name)) toBlock(element);
  else if (!kept.has(name)) unwrap(element);
  else onlyAttributes(element, name === 'ol' ? ['start'] : ['colspan', 'rowspan']);
  return true;
}

/** Bold and italic that a style says, rather than an element. */
function emphasise(element: HTMLElement, style: string): void {
  if (isBlank(element) || element.querySelector(blocks) !== null) return;
  const marks = [
    ...(/(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)/i.test(style) ? ['strong'] : []),
    ...(/(?:^|;)\s*font-style:\s*(?:italic|oblique)/i.test(style) ? ['em'] : []),
  ];
  for (const mark of marks) {
    const made = document.createElement(mark);
    made.append(...element.childNodes);
    element.append(made);
  }
}

function cleanLink(element: HTMLElement): boolean {
  const href = element.getAttribute('href');
  if (href !== null && isAllowedHref(href) && element.querySelector(blocks) === null)
    return onlyAttributes(element, ['href']);
  unwrap(element);
  // An anchor leads nowhere, and is not missed.
  return href === null || href.startsWith('#');
}

function toBlock(element: HTMLElement): void {
  if (element.querySelector(blocks) === null && !isBlank(element)) renamed(element, 'p');
  else unwrap(element);
}

function onlyAttributes(element: Element, names: readonly string[]): true {
  for (const { name } of [...element.attributes]) if (!names.includes(name)) element.removeAttribute(name);
  return true;
}
