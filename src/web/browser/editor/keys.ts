import { chainCommands, exitCode, toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import type { Command } from 'prosemirror-state';
import { markTypes, nodeTypes } from './types.ts';

const { listItem, hardBreak } = nodeTypes;

const insertBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
});

/** The keyboard's commands. Tab keeps its usual meaning, so that nobody is caught inside the text. */
export function createKeys(options: { focusToolbar: () => void }): Record<string, Command> {
  return {
    'Mod-b': toggleMark(markTypes.bold),
    'Mod-i': toggleMark(markTypes.italic),
    'Mod-z': undo,
    'Mod-y': redo,
    'Shift-Mod-z': redo,
    Enter: splitListItem(listItem),
    'Shift-Enter': insertBreak,
    'Mod-[': liftListItem(listItem),
    'Mod-]': sinkListItem(listItem),
    'Alt-F10': () => {
      options.focusToolbar();
      return true;
    },
  };
}
