import type { Token } from './blocks.ts';
import { editsBetween, type Edit, type Effort } from './edits.ts';

/** Words that follow each other under the same marks, or one sign. */
export type Run = Omit<Token, 'key'>;

/** A stretch of a block: on both sides, on both under other marks, or on one alone. */
export interface Piece {
  kind: 'same' | 'remarked' | 'removed' | 'added';
  before: Run[];
  after: Run[];
}

interface Stretch {
  kind: Piece['kind'];
  before: Token[];
  after: Token[];
}

/**
 * Word by word from one block to the other: `before` of the pieces is the left block, `after` the right one,
 * to the character and to the mark. Undefined when the two are too different for the effort left.
 */
export function piecesBetween(
  before: readonly Token[],
  after: readonly Token[],
  effort: Effort,
): Piece[] | undefined {
  const keys = (tokens: readonly Token[]) => tokens.map(({ key }) => key);
  const edits = editsBetween(keys(before), keys(after), effort);
  if (edits === undefined) return undefined;
  const stretches = edits.flatMap((edit, index) => {
    const stretch = {
      before: before.slice(edit.before.from, edit.before.to),
      after: after.slice(edit.after.from, edit.after.to),
    };
    if (edit.kind !== 'same') return [{ kind: edit.kind, ...stretch }];
    return isLostBetweenChanges(stretch.after, edits, index)
      ? [
          { kind: 'removed' as const, before: stretch.before, after: [] },
          { kind: 'added' as const, before: [], after: stretch.after },
        ]
      : byMarks(stretch);
  });
  return joined(stretches).map(({ kind, before, after }) => ({
    kind,
    before: runsOf(before),
    after: runsOf(after),
  }));
}

/** The whole of a block, on one side or on both. */
export function wholePiece(kind: 'same' | 'removed' | 'added', tokens: readonly Token[]): Piece {
  const runs = runsOf(tokens);
  return { kind, before: kind === 'added' ? [] : runs, after: kind === 'removed' ? [] : runs };
}

/** A blank that stayed between two changed words would cut one change into crumbs. */
function isLostBetweenChanges(tokens: readonly Token[], edits: readonly Edit[], index: number): boolean {
  return (
    index > 0 &&
    index < edits.length - 1 &&
    tokens.every(({ text, sign }) => sign === undefined && text.trim() === '')
  );
}

/** The same words, parted where their marks begin or cease to differ. */
function byMarks({ before, after }: Omit<Stretch, 'kind'>): Stretch[] {
  const parts: (Stretch & { marks: string })[] = [];
  after.forEach((token, index) => {
    const old = before[index] ?? token;
    const [was, is] = [old.marks.join('\n'), token.marks.join('\n')];
    const marks = was === is ? 'same' : `${was}\n\n${is}`;
    const last = parts.at(-1);
    if (last?.marks === marks) {
      last.before.push(old);
      last.after.push(token);
    } else parts.push({ kind: was === is ? 'same' : 'remarked', marks, before: [old], after: [token] });
  });
  return parts;
}

/** All that goes between two stretches that stay, then all that comes. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  let removed: Token[] = [];
  let added: Token[] = [];
  const flush = (): void => {
    if (removed.length > 0) result.push({ kind: 'removed', before: removed, after: [] });
    if (added.length > 0) result.push({ kind: 'added', before: [], after: added });
    [removed, added] = [[], []];
  };
  for (const stretch of stretches) {
    if (stretch.kind === 'removed') removed.push(...stretch.before);
    else if (stretch.kind === 'added') added.push(...stretch.after);
    else {
      flush();
      result.push(stretch);
    }
  }
  flush();
  return result;
}

/** Tokens put together again: one run for the words of the same marks, one for each sign. */
export function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (const { text, marks, sign } of tokens) {
    const last = runs.at(-1);
    const joins =
      sign === undefined &&
      last !== undefined &&
      last.sign === undefined &&
      last.marks.join('\n') === marks.join('\n');
    if (joins) last.text += text;
    else runs.push({ text, marks, ...(sign === undefined ? {} : { sign }) });
  }
  return runs;
}
