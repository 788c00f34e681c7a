import type { Mark } from 'prosemirror-model';
import type { SectionText } from '../section-text.ts';

/** What a block is for who reads: a row of a table is one block, whatever its cells hold. */
export type BlockKind = 'paragraph' | 'heading' | 'bullet' | 'number' | 'continued' | 'row' | 'other';

export interface BlockShape {
  kind: BlockKind;
  /** Of a heading: 2 to 4. */
  level?: number;
  /** Of what stands in a list: 1 in the outer one. */
  depth?: number;
  /** Of the first item of a numbered list that does not begin at 1. */
  start?: number;
}

/** A word, a blank, a punctuation mark; or what stands among words without being one (`sign`). */
export interface Token {
  text: string;
  /** `bold`, `italic`, `link https://…`, sorted. */
  marks: readonly string[];
  /**
   * `break` (a line), `paragraph` (another one in the same cell), `cell` and `header` (one begins), `note` and
   * `note-end`, or the name of a node that is one thing: an image, a reference.
   */
  sign?: string;
  /** What makes two tokens the same word, their marks aside. */
  key: string;
}

export interface Block extends BlockShape {
  /** The shape and all that it stands in: two blocks of one place and one wording are the same. */
  place: string;
  tokens: Token[];
  /** Place, words and marks: equal keys, equal blocks. */
  key: string;
}

// « 8 412 415 » is one word.
const partsOfText = /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu;
const cells = new Set(['tableCell', 'tableHeader']);

/** The blocks of a text in reading order. Nothing that is read is left out. */
export function blocksOf(document: SectionText): Block[] {
  const blocks: Block[] = [];
  const walk = (node: SectionText, above: readonly SectionText[]): void => {
    if (node.isTextblock || node.type.name === 'tableRow' || node.isLeaf) {
      const shape = shapeOf(node, above);
      const place = [...above.map(({ type }) => type.name), JSON.stringify(shape)].join('>');
      const tokens = node.type.name === 'tableRow' ? tokensOfRow(node) : tokensOf(node);
      blocks.push({ ...shape, place, tokens, key: keyOf(place, tokens) });
    } else node.forEach((child) => walk(child, [...above, node]));
  };
  document.forEach((child) => walk(child, []));
  return blocks;
}

/** The blocks of a field's value: one a line. */
export function blocksOfLines(lines: readonly string[]): Block[] {
  return lines.map((line) => {
    const tokens = tokensOfText(line, []);
    return { kind: 'paragraph', place: 'line', tokens, key: keyOf('line', tokens) };
  });
}

function shapeOf(node: SectionText, above: readonly SectionText[]): BlockShape {
  if (node.type.name === 'tableRow') return { kind: 'row' };
  if (node.type.name === 'heading') return { kind: 'heading', level: Number(node.attrs['level']) };
  if (!node.isTextblock) return { kind: 'other' };
  const depth = above.filter(({ type }) => type.name === 'listItem').length;
  if (depth === 0) return { kind: 'paragraph' };
  const [list, item] = above.slice(-2);
  // The second paragraph of an item is not another item.
  if (item?.firstChild !== node) return { kind: 'continued', depth };
  if (list?.type.name !== 'orderedList') return { kind: 'bullet', depth };
  const start = Number(list.attrs['start']);
  return { kind: 'number', depth, ...(list.firstChild === item && start !== 1 ? { start } : {}) };
}

function tokensOfRow(row: SectionText): Token[] {
  return row.children.flatMap((cell) => [
    sign(cell.type.name === 'tableHeader' ? 'header' : 'cell'),
    ...cell.children.flatMap((paragraph, index) => [
      ...(index === 0 ? [] : [sign('paragraph')]),
      ...tokensOf(paragraph),
    ]),
  ]);
}

function tokensOf(node: SectionText): Token[] {
  if (node.isText) return tokensOfText(node.text ?? '', node.marks.map(nameOfMark).sort());
  if (node.type.name === 'hardBreak') return [sign('break')];
  if (node.type.name === 'note') return [sign('note'), ...childTokens(node), sign('note-end')];
  if (!node.isLeaf || cells.has(node.type.name)) return childTokens(node);
  // An image by its alternative text, a reference by its label: what a reader is told of it.
  const { alt, label, target } = node.attrs as Record<string, unknown>;
  const text = String(alt ?? label ?? target ?? '');
  const marks = node.marks.map(nameOfMark).sort();
  return [{ text, marks, sign: node.type.name, key: `\n${node.type.name} ${JSON.stringify(node.attrs)}` }];
}

const childTokens = (node: SectionText): Token[] => node.children.flatMap(tokensOf);

function tokensOfText(text: string, marks: readonly string[]): Token[] {
  return (text.match(partsOfText) ?? []).map((part) => ({ text: part, marks, key: part }));
}

// No word holds a line feed: a sign is never taken for one.
const sign = (name: string): Token => ({ text: '', marks: [], sign: name, key: `\n${name}` });

const keyOf = (place: string, tokens: readonly Token[]): string =>
  JSON.stringify([place, tokens.map(({ key, marks }) => [key, ...marks])]);

function nameOfMark(mark: Mark): string {
  const href = mark.attrs['href'] as string | undefined;
  return href === undefined ? mark.type.name : `${mark.type.name} ${href}`;
}
