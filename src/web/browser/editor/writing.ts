import { Extension, type Extensions, type NodeViewRenderer } from '@tiptap/core';
import { ListKeymap } from '@tiptap/extension-list/keymap';
import { Gapcursor } from '@tiptap/extensions/gap-cursor';
import { UndoRedo } from '@tiptap/extensions/undo-redo';
import type { Command } from '@tiptap/pm/state';
import { schemaExtensions } from './closed-schema.ts';
import { withoutBlankNotes } from './blank-notes.ts';
import { evenTables } from './even-tables.ts';
import { moveInTable } from './tables.ts';
import { frenchTyping } from './typography.ts';

/** Backspace and Delete at the ends of a list; Tab keeps its usual meaning, so that nobody is caught in the text. */
const listKeys = ListKeymap.extend({
  addKeyboardShortcuts() {
    const { Tab: _left, ...keys } = this.parent?.() ?? {};
    return keys;
  },
}).configure({ listTypes: [{ itemName: 'listItem', wrapperNames: ['bulletList', 'orderedList'] }] });

/** The keyboard, French typing, and tables that stay even. */
const writing = Extension.create({
  name: 'writing',
  addKeyboardShortcuts() {
    const { editor } = this;
    const moving = (command: Command) => () => command(editor.state, editor.view.dispatch, editor.view);
    return {
      'Mod-b': () => editor.commands.toggleMark('bold'),
      'Mod-i': () => editor.commands.toggleMark('italic'),
      'Mod-Alt-2': () => editor.commands.toggleNode('heading', 'paragraph', { level: 2 }),
      'Mod-Alt-3': () => editor.commands.toggleNode('heading', 'paragraph', { level: 3 }),
      'Mod-Shift-7': () => editor.commands.toggleList('orderedList', 'listItem'),
      'Mod-Shift-8': () => editor.commands.toggleList('bulletList', 'listItem'),
      Enter: () => editor.commands.splitListItem('listItem'),
      'Shift-Enter': () => editor.commands.insertContent({ type: 'hardBreak' }),
      'Mod-[': () => editor.commands.liftListItem('listItem'),
      'Mod-]': () => editor.commands.sinkListItem('listItem'),
      ArrowDown: moving(moveInTable(1)),
      ArrowUp: moving(moveInTable(-1)),
    };
  },
  addProseMirrorPlugins: () => [frenchTyping(), evenTables(), withoutBlankNotes()],
});

/** All that an editor of a section knows: the closed schema, and how one writes in it. */
export const sectionExtensions = (views: Record<string, NodeViewRenderer> = {}): Extensions => [
  ...schemaExtensions(views),
  UndoRedo,
  Gapcursor,
  listKeys,
  writing,
];
