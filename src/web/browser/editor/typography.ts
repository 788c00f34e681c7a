import { closeHistory } from '@tiptap/pm/history';
import type { ResolvedPos } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { frenchOf } from './french.ts';

const longestLookedAt = 40;

/** The words just before the cursor, up to what is no text: a note, a line break. */
function wordsBefore($from: ResolvedPos): string {
  let words = '';
  let end = $from.parentOffset;
  while (words.length < longestLookedAt && end > 0) {
    const { node, offset } = $from.parent.childBefore(end);
    if (node === null || !node.isText) break;
    words = (node.text ?? '').slice(0, end - offset) + words;
    end = offset;
  }
  return words.slice(-longestLookedAt);
}

/**
 * Types in French. The plain character is written first and made French in a step of its own, so that undo
 * gives the plain one back, and nothing more.
 */
export function typeFrench(view: EditorView, from: number, to: number, text: string): boolean {
  const french = frenchOf(wordsBefore(view.state.doc.resolve(from)), text);
  if (french === undefined) return false;
  view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView());
  const change = closeHistory(view.state.tr);
  view.dispatch(change.insertText(french.insert, from - french.removes, from + text.length));
  view.dispatch(closeHistory(view.state.tr));
  return true;
}

export const frenchTyping = () => new Plugin({ props: { handleTextInput: typeFrench } });
