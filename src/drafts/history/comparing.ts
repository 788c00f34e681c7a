import { linesOfField } from '../../kernel/typed-field.ts';
import { readStoredText, type Content } from '../content.ts';
import type { FieldSpec } from '../ports.ts';
import type { SectionText } from '../section-text.ts';
import { alignBlocks, type Pair } from './aligning.ts';
import { blocksOf, blocksOfLines, type Block, type BlockShape } from './blocks.ts';
import { usualEffort, type Effort } from './edits.ts';
import { piecesBetween, wholePiece, type Piece } from './wording.ts';

/** `replaced`: too different to be told word by word. A moved block is told where it left and where it came. */
export type BlockState = 'same' | 'edited' | 'replaced' | 'removed' | 'added' | 'moved-away' | 'moved-here';

/**
 * A block of the left text, of the right one, or of both. The left block is the `before` of the pieces, the
 * right one their `after`. `moved-away` shows its left, `moved-here` its right: a text is read down one side.
 */
export interface ComparedBlock {
  state: BlockState;
  before?: BlockShape;
  after?: BlockShape;
  pieces: Piece[];
}

/** A field or a section on both sides; `added` and `removed` when one template alone has it. */
export interface ComparedPart {
  kind: 'field' | 'section';
  key: string;
  title: string;
  state: 'same' | 'changed' | 'added' | 'removed';
  /** The words are the same in the same blocks: only how these are grouped has changed. */
  reshaped: boolean;
  blocks: ComparedBlock[];
}

/** A content with the template that it was written in. */
export interface Written {
  template: { fields: readonly FieldSpec[]; sections: readonly { key: string; title: string }[] };
  content: Content;
}

/** Block by block, then word by word. Equal texts give blocks that are all `same`. Always ends, within seconds. */
export function compareTexts(before: SectionText, after: SectionText): ComparedBlock[] {
  return compareBlocks(blocksOf(before), blocksOf(after), { left: usualEffort });
}

/** Every field, then every section, in the order of the right side's template; then what only the left had. */
export function compareContents(before: Written, after: Written): ComparedPart[] {
  const effort = { left: usualEffort };
  const fields = inBoth(before.template.fields, after.template.fields).map(({ key, title, left, right }) => {
    const was = left === undefined ? undefined : (before.content.fields[key] ?? '');
    const is = right === undefined ? undefined : (after.content.fields[key] ?? '');
    const blocks = (spec: FieldSpec | undefined, value: string | undefined) =>
      spec === undefined || value === undefined ? [] : blocksOfLines(linesOfField(spec, value));
    return toPart({ kind: 'field', key, title, was, is }, blocks(left, was), blocks(right, is), effort);
  });
  const sections = inBoth(before.template.sections, after.template.sections).map(
    ({ key, title, left, right }) => {
      const was = left === undefined ? undefined : (before.content.sections[key] ?? '');
      const is = right === undefined ? undefined : (after.content.sections[key] ?? '');
      const blocks = (stored: string | undefined) =>
        stored === undefined || stored === '' ? [] : blocksOf(readStoredText(stored));
      return toPart({ kind: 'section', key, title, was, is }, blocks(was), blocks(is), effort);
    },
  );
  return [...fields, ...sections];
}

/** How many paragraphs of the sections changed, and how; a moved one counts once. `fields`: those that changed. */
export function countChanges(parts: readonly ComparedPart[]) {
  const counts = { same: 0, edited: 0, replaced: 0, added: 0, removed: 0, moved: 0 };
  for (const { state } of parts.filter(({ kind }) => kind === 'section').flatMap(({ blocks }) => blocks)) {
    if (state === 'moved-here') counts.moved += 1;
    else if (state !== 'moved-away') counts[state] += 1;
  }
  const fields = parts.filter(({ kind, state }) => kind === 'field' && state !== 'same').length;
  return { ...counts, fields };
}

function toPart(
  part: Pick<ComparedPart, 'kind' | 'key' | 'title'> & { was: string | undefined; is: string | undefined },
  before: Block[],
  after: Block[],
  effort: Effort,
): ComparedPart {
  const { was, is, ...named } = part;
  // A field is one value: its old one stands beside its new one, however little they share.
  const alone = part.kind === 'field' && before.length === 1 && after.length === 1;
  const blocks = alone
    ? compared([{ before: before[0] as Block, after: after[0] as Block }], effort)
    : compareBlocks(before, after, effort);
  const state = was === undefined ? 'added' : is === undefined ? 'removed' : was === is ? 'same' : 'changed';
  const reshaped = state === 'changed' && blocks.every((block) => block.state === 'same');
  return { ...named, state, reshaped, blocks };
}

function compareBlocks(before: Block[], after: Block[], effort: Effort): ComparedBlock[] {
  return compared(alignBlocks(before, after, effort), effort);
}

function compared(pairs: readonly Pair[], effort: Effort): ComparedBlock[] {
  return pairs.map((pair): ComparedBlock => {
    if ('before' in pair && 'after' in pair) {
      const sides = { before: shapeOf(pair.before), after: shapeOf(pair.after) };
      if (pair.before.key === pair.after.key)
        return { state: 'same', ...sides, pieces: [wholePiece('same', pair.after.tokens)] };
      const pieces = piecesBetween(pair.before.tokens, pair.after.tokens, effort);
      return { state: pieces === undefined ? 'replaced' : 'edited', ...sides, pieces: pieces ?? both(pair) };
    }
    if ('before' in pair) {
      const { before, movedTo } = pair;
      const pieces = movedTo && piecesBetween(before.tokens, movedTo.tokens, effort);
      return {
        state: movedTo === undefined ? 'removed' : 'moved-away',
        before: shapeOf(before),
        pieces: pieces ?? [wholePiece('removed', before.tokens)],
      };
    }
    const { after, movedFrom } = pair;
    const pieces = movedFrom && piecesBetween(movedFrom.tokens, after.tokens, effort);
    return {
      state: movedFrom === undefined ? 'added' : 'moved-here',
      after: shapeOf(after),
      pieces: pieces ?? [wholePiece('added', after.tokens)],
    };
  });
}

const both = ({ before, after }: { before: Block; after: Block }): Piece[] => [
  wholePiece('removed', before.tokens),
  wholePiece('added', after.tokens),
];

function shapeOf({ place: _place, tokens: _tokens, key: _key, ...shape }: Block): BlockShape {
  return shape;
}

/** What both templates have under one key, in the right one's order; then what the left one has alone. */
function inBoth<Spec extends { key: string; title?: string; label?: string }>(
  before: readonly Spec[],
  after: readonly Spec[],
): { key: string; title: string; left: Spec | undefined; right: Spec | undefined }[] {
  const keyed = (specs: readonly Spec[], key: string) => specs.find((spec) => spec.key === key);
  const titleOf = (spec: Spec) => spec.title ?? spec.label ?? spec.key;
  const gone = before.filter(({ key }) => keyed(after, key) === undefined);
  return [
    ...after.map((right) => ({
      key: right.key,
      title: titleOf(right),
      left: keyed(before, right.key),
      right,
    })),
    ...gone.map((left) => ({ key: left.key, title: titleOf(left), left, right: undefined })),
  ];
}
