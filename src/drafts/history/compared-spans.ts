import type { Messages } from '../../kernel/messages.ts';
import type { Piece, Run } from './wording.ts';

/** A stretch of words of one side, as the « compared-side » partial declares it. */
export interface Span {
  text: string;
  isRemoved: boolean;
  isAdded: boolean;
  isBold: boolean;
  isItalic: boolean;
  isBreak: boolean;
  /** Says « retiré » or « ajouté » around it, hidden from sight; needless where the whole block is. */
  spoken: boolean;
  /** What changed in the look of words that stayed, in brackets after them. */
  remark: string;
}

/** One side of a block's pieces, its marks printed and their changes said. */
export function spansOf(
  messages: Messages,
  pieces: readonly Piece[],
  which: 'before' | 'after',
  spoken: boolean,
): Span[] {
  const runs = pieces.flatMap((piece) =>
    piece[which].map((run, index) => ({ run, piece, isLast: index === piece[which].length - 1 })),
  );
  const spans = runs.map(({ run, piece, isLast }, index) => ({
    text: run.sign === undefined ? run.text : signText(messages, run, index === 0),
    isRemoved: piece.kind === 'removed',
    isAdded: piece.kind === 'added',
    isBold: run.marks.includes('bold'),
    isItalic: run.marks.includes('italic'),
    isBreak: run.sign === 'break' || run.sign === 'paragraph',
    spoken,
    remark: isLast && piece.kind === 'remarked' && which === 'after' ? remarkOf(messages, piece) : '',
  }));
  return joined(spans);
}

/** A note's brackets and its words are one stretch: each stretch has a sign of its own. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last === undefined || last.remark !== '' || last.isBreak || span.isBreak || !looksAs(last, span))
      result.push(span);
    else result.splice(-1, 1, { ...span, text: last.text + span.text });
  }
  return result;
}

const looksAs = (one: Span, other: Span): boolean =>
  (['isRemoved', 'isAdded', 'isBold', 'isItalic'] as const).every((key) => one[key] === other[key]);

/** « gras », « lien vers https://… »: what the words gained and lost. */
function remarkOf(messages: Messages, { before, after }: Piece): string {
  const [was, is] = [before, after].map((runs) => runs.flatMap(({ marks }) => marks)) as [string[], string[]];
  const say = (key: string, marks: string[]) =>
    marks.length === 0
      ? []
      : [messages(`history.mark.${key}`, { what: marks.map((mark) => markText(messages, mark)).join(', ') })];
  const gained = is.filter((mark) => !was.includes(mark));
  const lost = was.filter((mark) => !is.includes(mark));
  return [...say('gained', gained), ...say('lost', lost)].join(' ; ');
}

function markText(messages: Messages, mark: string): string {
  const [name = '', href] = mark.split(' ');
  return href === undefined
    ? messages(`history.mark.${name}`)
    : messages('history.mark.link-to', { address: href });
}

const namedSigns = ['cell', 'header', 'note', 'note-end', 'image', 'crossReference', 'actReference'];

function signText(messages: Messages, { sign = '', text }: Run, isFirst: boolean): string {
  if (sign === 'break' || sign === 'paragraph') return '';
  // A row begins with its first cell: nothing parts it from what stands before.
  if (isFirst && (sign === 'cell' || sign === 'header')) return '';
  return messages(`history.sign.${namedSigns.includes(sign) ? sign : 'other'}`, { text });
}
