import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';

/** One button of the toolbar: what it does, whether it can be done, and when it shows as pressed. */
export interface Action {
  label: string;
  run: (editor: Editor) => boolean;
  can: (editor: Editor) => boolean;
  isActive?: (editor: Editor) => boolean;
  /** It asks for something first, in a row that takes the focus. */
  opensRow?: boolean;
}

/** An action that is a command of ProseMirror's own kind. */
export const commanded = (label: string, command: Command, isActive?: Action['isActive']): Action => ({
  label,
  run: ({ state, view }) => command(state, view.dispatch, view),
  can: ({ state }) => command(state),
  ...(isActive === undefined ? {} : { isActive }),
});

const heading = (label: string, level: number): Action => ({
  label,
  run: ({ commands }) => commands.toggleNode('heading', 'paragraph', { level }),
  can: (editor) => editor.can().toggleNode('heading', 'paragraph', { level }),
  isActive: (editor) => editor.isActive('heading', { level }),
});

const list = (label: string, type: 'bulletList' | 'orderedList'): Action => ({
  label,
  run: ({ commands }) => commands.toggleList(type, 'listItem'),
  can: (editor) => editor.can().toggleList(type, 'listItem'),
  isActive: (editor) => editor.isActive(type),
});

const mark = (label: string, type: 'bold' | 'italic'): Action => ({
  label,
  run: ({ commands }) => commands.toggleMark(type),
  can: (editor) => editor.can().toggleMark(type),
  isActive: (editor) => editor.isActive(type),
});

/** The toolbar's first buttons, in order; those that ask for something come after them. */
export const writingActions: Action[] = [
  mark('Gras', 'bold'),
  mark('Italique', 'italic'),
  heading('Titre', 2),
  heading('Sous-titre', 3),
  list('Liste à puces', 'bulletList'),
  list('Liste numérotée', 'orderedList'),
];

export const historyActions: Action[] = [
  { label: 'Annuler', run: ({ commands }) => commands.undo(), can: (editor) => editor.can().undo() },
  { label: 'Rétablir', run: ({ commands }) => commands.redo(), can: (editor) => editor.can().redo() },
];
