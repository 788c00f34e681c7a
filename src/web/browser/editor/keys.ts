import { chainCommands, exitCode, toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import type { Command } from 'prosemirror-state';
import { selectedNote } from './note-row.ts';
import { moveInTable } from './tables.ts';
import { markTypes, nodeTypes } from './types.ts';

const { listItem, hardBreak } = nodeTypes;

const insertBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
});

/** The keyboard's commands. Tab keeps its usual meaning, so that nobody is caught inside the text. */
export function createKeys(options: {
  focusToolbar: () => void;
  openNote: () => boolean;
}): Record<string, Command> {
  return {
    'Mod-b': toggleMark(markTypes.bold),
    'Mod-i': toggleMark(markTypes.italic),
    'Mod-z': undo,
    'Mod-y': redo,
    'Shift-Mod-z': redo,
    Enter: chainCommands(
      (state) => selectedNote(state) !== undefined && options.openNote(),
      splitListItem(listItem),
    ),
    'Mod-Alt-n': () => options.openNote(),
    'Shift-Enter': insertBreak,
    'Mod-[': liftListItem(listItem),
    'Mod-]': sinkListItem(listItem),
    ArrowDown: moveInTable(1),
    ArrowUp: moveInTable(-1),
    'Alt-F10': () => {
      options.focusToolbar();
      return true;
    },
  };
}
