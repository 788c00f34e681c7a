import type { EditorView } from 'prosemirror-view';

const noBreakSpace = '\u00a0';
const narrowSpace = '\u202f';

/**
 * French typing: a straight apostrophe becomes a true one, straight quotes « guillemets » with their
 * spaces, a space before : ; ! ? one that does not break. Undo gives the plain character back.
 */
export function typeFrench(view: EditorView, from: number, to: number, text: string): boolean {
  const before = view.state.doc.textBetween(Math.max(0, from - 1), from, '\n', '\n');
  const french = frenchOf(before, text);
  if (french === undefined) return false;
  const start = french.replacesBefore ? from - 1 : from;
  view.dispatch(view.state.tr.insertText(french.text, start, to).scrollIntoView());
  return true;
}

function frenchOf(before: string, text: string): { text: string; replacesBefore: boolean } | undefined {
  if (text === "'") return { text: '’', replacesBefore: false };
  if (text === '"') {
    const opens = before === '' || /[\s(\u2019]/.test(before);
    return { text: opens ? `«${noBreakSpace}` : `${noBreakSpace}»`, replacesBefore: false };
  }
  if (before === ' ' && /^[;!?]$/.test(text)) return { text: narrowSpace + text, replacesBefore: true };
  if (before === ' ' && text === ':') return { text: noBreakSpace + text, replacesBefore: true };
  return undefined;
}
