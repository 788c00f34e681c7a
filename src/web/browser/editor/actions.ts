import { setBlockType, toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import type { MarkType, NodeType } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { markTypes, nodeTypes } from './types.ts';

/** One button of the toolbar: what it does, and when it shows as pressed. */
export interface Action {
  label: string;
  command: Command;
  isActive?: (state: EditorState) => boolean;
  /** It asks for something first, in a row that takes the focus. */
  opensRow?: boolean;
}

export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

function isHeading(state: EditorState, level: number): boolean {
  const { parent } = state.selection.$from;
  return parent.type === nodeTypes.heading && parent.attrs['level'] === level;
}

function listAround(state: EditorState): NodeType | undefined {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const { type } = $from.node(depth);
    if (type === nodeTypes.bulletList || type === nodeTypes.orderedList) return type;
  }
  return undefined;
}

function toggleHeading(level: number): Command {
  return (state, dispatch) =>
    isHeading(state, level)
      ? setBlockType(nodeTypes.paragraph)(state, dispatch)
      : setBlockType(nodeTypes.heading, { level })(state, dispatch);
}

function toggleList(type: NodeType): Command {
  return (state, dispatch) =>
    listAround(state) === type
      ? liftListItem(nodeTypes.listItem)(state, dispatch)
      : wrapInList(type)(state, dispatch);
}

const heading = (label: string, level: number): Action => ({
  label,
  command: toggleHeading(level),
  isActive: (state) => isHeading(state, level),
});

const list = (label: string, type: NodeType): Action => ({
  label,
  command: toggleList(type),
  isActive: (state) => listAround(state) === type,
});

const mark = (label: string, type: MarkType): Action => ({
  label,
  command: toggleMark(type),
  isActive: (state) => hasMark(state, type),
});

/** The toolbar's buttons, in order; the link has its own, because it asks for an address. */
export const writingActions: Action[] = [
  mark('Gras', markTypes.bold),
  mark('Italique', markTypes.italic),
  heading('Titre', 2),
  heading('Sous-titre', 3),
  list('Liste à puces', nodeTypes.bulletList),
  list('Liste numérotée', nodeTypes.orderedList),
];

export const historyActions: Action[] = [
  { label: 'Annuler', command: undo },
  { label: 'Rétablir', command: redo },
];
