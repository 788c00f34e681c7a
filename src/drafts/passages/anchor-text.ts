import type { Node } from 'prosemirror-model';

/** In the place of what is one thing among words: an image, a reference, a note's call. */
export const oneThing = '\ufffc';

/** A stretch of the text and where it stands in the document; both go on at the same pace. */
interface Run {
  offset: number;
  position: number;
  length: number;
}

export interface AnchorText {
  /** One line for each block; a note's words follow its call. */
  text: string;
  /** The document's positions of a stretch of the text, which begins and ends where words do. */
  rangeOf(from: number, to: number): { from: number; to: number };
  /** The offset in the text of a position of the document. */
  offsetOf(position: number): number;
}

/**
 * A section's words in one string, and the way between their offsets and the document's positions. The server
 * keeps offsets, the editor shows positions: both come from here.
 */
export function anchorText(document: Node): AnchorText {
  const runs: Run[] = [];
  let text = '';
  const add = (words: string, position: number): void => {
    runs.push({ offset: text.length, position, length: words.length });
    text += words;
  };
  document.descendants((node, position) => {
    if ((node.isTextblock && node.isBlock) || (node.isBlock && node.isLeaf)) {
      if (runs.length > 0) text += '\n';
      // An empty block is a place too.
      runs.push({ offset: text.length, position: node.isLeaf ? position : position + 1, length: 0 });
    }
    if (node.isText) add(node.text ?? '', position);
    else if (node.type.name === 'hardBreak') add('\n', position);
    else if (node.isInline || (node.isBlock && node.isLeaf)) add(oneThing, position);
    return true;
  });

  const lastWhere = (isBefore: (run: Run) => boolean): Run | undefined => runs.findLast(isBefore);
  return {
    text,
    rangeOf(from, to) {
      const first = lastWhere(({ offset, length }) => offset <= from && (length > 0 || offset === from));
      const last = lastWhere(({ offset, length }) => (to > from ? length > 0 && offset < to : offset <= to));
      const start = first === undefined ? 0 : first.position + Math.min(from - first.offset, first.length);
      const end = last === undefined ? start : last.position + Math.min(to - last.offset, last.length);
      return { from: start, to: Math.max(start, end) };
    },
    offsetOf(position) {
      const run = lastWhere((each) => each.position <= position);
      return run === undefined ? 0 : run.offset + Math.min(position - run.position, run.length);
    },
  };
}
