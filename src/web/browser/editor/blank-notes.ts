import { Plugin } from '@tiptap/pm/state';
import { isA } from './types.ts';

/** Takes away the call of a note that has lost its words: it would lead to nothing. */
export const withoutBlankNotes = () =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      const change = state.tr;
      state.doc.descendants((node, at) => {
        if (isA(node, 'note') && node.textContent.trim() === '')
          change.delete(change.mapping.map(at), change.mapping.map(at + node.nodeSize));
        return !isA(node, 'note');
      });
      return change.docChanged ? change : null;
    },
  });
