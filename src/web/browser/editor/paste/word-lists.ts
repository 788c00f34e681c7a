import { isBlankText } from './words.ts';

/** `mso-list:l0 level2 lfo1`: which list of the document a paragraph is of, and how deep. */
const listStyle = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const numbered = /^\(?(?:\d+|[a-z]|[ivxlc]+)[.)°]/i;
const deepest = 8;

interface Item {
  paragraph: HTMLElement;
  level: number;
  ordered: boolean;
  start: number;
}

/** The lists of Word's clipboard are paragraphs that say their level, each with its bullet typed before it. */
export function toWordLists(body: HTMLElement): void {
  let run: Item[] = [];
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('p, h1, h2, h3, h4, h5, h6')]) {
    const item = itemOf(paragraph);
    const last = run.at(-1)?.paragraph;
    if (item === undefined || (last !== undefined && !follows(last, paragraph))) {
      nest(run);
      run = [];
    }
    if (item !== undefined) run.push(item);
  }
  nest(run);
}

function itemOf(paragraph: HTMLElement): Item | undefined {
  const [, , level = '1'] = listStyle.exec(paragraph.getAttribute('style') ?? '') ?? [];
  // A numbered heading stays a heading; its number is the printer's.
  const marker = [...paragraph.querySelectorAll<HTMLElement>('span')].find((span) =>
    /mso-list:\s*Ignore/i.test(span.getAttribute('style') ?? ''),
  );
  const isItem = listStyle.test(paragraph.getAttribute('style') ?? '');
  const said = marker?.textContent.replaceAll(/[\s\u00a0]/g, '') ?? '';
  marker?.remove();
  if (!isItem || paragraph.localName !== 'p') return undefined;
  const start = Number(/\d+/.exec(said)?.[0] ?? '1');
  return { paragraph, level: Math.min(deepest, Number(level)), ordered: numbered.test(said), start };
}

/** True when nothing that is read stands between two paragraphs of one parent. */
function follows(before: HTMLElement, after: HTMLElement): boolean {
  let next = before.nextSibling;
  while (next !== null && next !== after && isBlankText(next)) next = next.nextSibling;
  return next === after;
}

function nest(items: Item[]): void {
  const [first] = items;
  if (first === undefined) return;
  const place = document.createElement('div');
  first.paragraph.before(place);
  const lists: { list: HTMLElement; level: number; ordered: boolean }[] = [];
  for (const { paragraph, level, ordered, start } of items) {
    while ((lists.at(-1)?.level ?? 0) > level) lists.pop();
    const open = lists.at(-1);
    let list = open?.list;
    if (open === undefined || open.level < level || open.ordered !== ordered) {
      if (open !== undefined && open.level === level) lists.pop();
      list = document.createElement(ordered ? 'ol' : 'ul');
      if (ordered && start > 1) list.setAttribute('start', String(start));
      const parent = lists.at(-1)?.list;
      // A list stands in the item that it belongs to.
      (parent?.lastElementChild ?? place).append(list);
      lists.push({ list, level, ordered });
    }
    const item = document.createElement('li');
    const words = document.createElement('p');
    words.append(...paragraph.childNodes);
    item.append(words);
    list?.append(item);
    paragraph.remove();
  }
  place.replaceWith(...place.childNodes);
}
