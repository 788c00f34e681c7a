import type { Messages } from '../../kernel/messages.ts';
import type { BlockShape } from './blocks.ts';
import type { ComparedBlock, ComparedPart } from './comparing.ts';
import type { Piece } from './wording.ts';
import { spansOf } from './compared-spans.ts';

/** What the two sides are called at the head of their columns: « Révision 3 », « Texte de 2027 ». */
export interface SideNames {
  before: string;
  after: string;
}

const badgeKinds = { same: 'info', changed: 'new', added: 'success', removed: 'warning' } as const;
/** Read by those who see neither colours nor strokes; hidden from those who are told in words. */
const signs = {
  same: '=',
  edited: '≠',
  replaced: '≠',
  removed: '−',
  added: '+',
  'moved-away': '↕',
  'moved-here': '↕',
} as const;
/** Shorter runs of unchanged blocks stay open: folding them would hide less than it asks to press. */
const fewestFolded = 3;

/** A part as the « compared-part » partial declares it. */
export function comparedPartModel(messages: Messages, part: ComparedPart, names: SideNames) {
  const isEmpty = part.blocks.every(({ pieces }) => pieces.every((piece) => isBlankPiece(piece)));
  const note = part.reshaped ? 'reshaped' : isEmpty ? 'empty' : undefined;
  return {
    id: `compare-${part.kind}-${part.key}`,
    title: part.title,
    ...names,
    badgeKind: badgeKinds[part.state],
    badgeLabel: messages(`history.part.${part.state}`),
    note: note === undefined ? '' : messages(`history.part.${note}`),
    groups: groupsOf(isEmpty ? [] : part.blocks).map(({ isFolded, blocks }) => ({
      isFolded,
      summary: isFolded ? messages('history.part.unchanged', { count: blocks.length }) : '',
      rows: blocks.map((block) => rowOf(messages, block, names)),
    })),
  };
}

export type ComparedPartModel = ReturnType<typeof comparedPartModel>;

const isBlankPiece = ({ before, after }: Piece): boolean =>
  [...before, ...after].every(({ text, sign }) => sign === undefined && text.trim() === '');

function groupsOf(blocks: readonly ComparedBlock[]): { isFolded: boolean; blocks: ComparedBlock[] }[] {
  const groups: { isSame: boolean; blocks: ComparedBlock[] }[] = [];
  for (const block of blocks) {
    const isSame = block.state === 'same';
    const last = groups.at(-1);
    if (last?.isSame === isSame) last.blocks.push(block);
    else groups.push({ isSame, blocks: [block] });
  }
  return groups.map((group) => ({
    isFolded: group.isSame && group.blocks.length >= fewestFolded,
    blocks: group.blocks,
  }));
}

function rowOf(messages: Messages, block: ComparedBlock, names: SideNames) {
  const { state, before, after, pieces } = block;
  const alone = state === 'removed' || state === 'added';
  const side = (which: 'before' | 'after', shape: BlockShape | undefined) =>
    shape === undefined
      ? undefined
      : { label: labelOf(messages, shape), spans: spansOf(messages, pieces, which, !alone) };
  const [left, right] = [side('before', before), side('after', after)];
  return {
    ...names,
    isSame: state === 'same',
    sign: signs[state],
    said: messages(`history.block.${state}`),
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
  };
}

/** What the block is, when it is not a plain paragraph: two sides that differ in nothing else differ in this. */
function labelOf(messages: Messages, { kind, level, depth, start }: BlockShape): string {
  if (kind === 'paragraph' || kind === 'other') return '';
  const said = messages(`history.shape.${kind}`, { level: level ?? 0 });
  const deeper = depth !== undefined && depth > 1 ? messages('history.shape.depth', { depth }) : '';
  const from = start === undefined ? '' : messages('history.shape.start', { start });
  return [said, deeper, from].filter((word) => word !== '').join(', ');
}
