import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { DecorationSet, type Decoration } from '@tiptap/pm/view';

/** What is shown over a document, without being a part of it. */
export type Decorating = (document: Node) => Decoration[];

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    decorations: { decorate: (decorating: Decorating) => ReturnType };
  }
}

const key = new PluginKey<DecorationSet>('decorations');

/** Passages that are commented, « à revoir », looked for: shown in the text, stored elsewhere. */
export const decorations = Extension.create({
  name: 'decorations',
  addCommands: () => ({
    decorate:
      (decorating) =>
      ({ tr, dispatch }) => {
        dispatch?.(tr.setMeta(key, decorating).setMeta('addToHistory', false));
        return true;
      },
  }),
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply(transaction, shown) {
          const decorating = transaction.getMeta(key) as Decorating | undefined;
          return decorating === undefined
            ? shown.map(transaction.mapping, transaction.doc)
            : DecorationSet.create(transaction.doc, decorating(transaction.doc));
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});
