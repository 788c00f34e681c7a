import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';

/** One button of the toolbar: what it does, whether it can be done, and when it shows as pressed. */
export interface Action {
  label: string;
  /** Of the style sheet: `es-tool--bold`. */
  icon: string;
  /** The words of it that stand beside the icon where there is room, when no icon says it well enough. */
  words?: string;
  /** As `aria-keyshortcuts` writes them. */
  keys?: string;
  run: (editor: Editor) => boolean;
  can: (editor: Editor) => boolean;
  isActive?: (editor: Editor) => boolean;
  /** It asks for something first, in a row that takes the focus. */
  opensRow?: boolean;
}

/** An action that is a command of ProseMirror's own kind. */
export const commanded = (
  label: string,
  icon: string,
  command: Command,
  isActive?: Action['isActive'],
): Action => ({
  label,
  icon,
  run: ({ state, view }) => command(state, view.dispatch, view),
  can: ({ state }) => command(state),
  ...(isActive === undefined ? {} : { isActive }),
});

const heading = (label: string, level: number): Action => ({
  label,
  icon: `heading-${level}`,
  words: label,
  keys: `Control+Alt+${level}`,
  run: ({ commands }) => commands.toggleNode('heading', 'paragraph', { level }),
  can: (editor) => editor.can().toggleNode('heading', 'paragraph', { level }),
  isActive: (editor) => editor.isActive('heading', { level }),
});

const list = (label: string, type: 'bulletList' | 'orderedList'): Action => ({
  label,
  icon: type === 'bulletList' ? 'bullets' : 'numbers',
  keys: `Control+Shift+${type === 'bulletList' ? 8 : 7}`,
  run: ({ commands }) => commands.toggleList(type, 'listItem'),
  can: (editor) => editor.can().toggleList(type, 'listItem'),
  isActive: (editor) => editor.isActive(type),
});

const mark = (label: string, type: 'bold' | 'italic'): Action => ({
  label,
  icon: type,
  keys: `Control+${type === 'bold' ? 'B' : 'I'}`,
  run: ({ commands }) => commands.toggleMark(type),
  can: (editor) => editor.can().toggleMark(type),
  isActive: (editor) => editor.isActive(type),
});

export const markActions: Action[] = [mark('Gras', 'bold'), mark('Italique', 'italic')];

export const blockActions: Action[] = [
  heading('Titre', 2),
  heading('Sous-titre', 3),
  list('Liste à puces', 'bulletList'),
  list('Liste numérotée', 'orderedList'),
];

export const historyActions: Action[] = [
  {
    ...{ label: 'Annuler', icon: 'undo', keys: 'Control+Z' },
    run: ({ commands }) => commands.undo(),
    can: (editor) => editor.can().undo(),
  },
  {
    ...{ label: 'Rétablir', icon: 'redo', keys: 'Control+Y' },
    run: ({ commands }) => commands.redo(),
    can: (editor) => editor.can().redo(),
  },
];
