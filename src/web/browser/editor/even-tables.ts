import { Plugin } from '@tiptap/pm/state';
import { cellLike, withRows } from './table-place.ts';
import { isA } from './types.ts';

/** Gives as many cells to every row of a table that was pasted with merged ones; nothing of it is lost. */
export const evenTables = () =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      const change = state.tr;
      state.doc.forEach((node, at) => {
        if (!isA(node, 'table')) return;
        const width = Math.max(...node.children.map(({ childCount }) => childCount));
        if (node.children.every(({ childCount }) => childCount === width)) return;
        const rows = node.children.map((row) => {
          const missing = Array.from({ length: width - row.childCount }, () => cellLike(node, false));
          return [...row.children, ...missing];
        });
        change.replaceWith(
          change.mapping.map(at),
          change.mapping.map(at + node.nodeSize),
          withRows(node, rows),
        );
      });
      return change.docChanged ? change : null;
    },
  });
