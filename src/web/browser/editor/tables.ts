import { Fragment, type Node, type NodeType } from 'prosemirror-model';
import { TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import type { Action } from './actions.ts';
import { cellAt, emptyCell, headsColumn, headsRow, placeOf, toTable, type Place } from './table-place.ts';
import { nodeTypes } from './types.ts';

const { tableHeader, tableCell, paragraph } = nodeTypes;
const [firstRows, firstColumns] = [3, 3];

/** Puts other rows in the place of a table's, the cursor in one of their cells. */
function replace(state: EditorState, place: Place, rows: Node[][], row: number, column: number): Transaction {
  const made = toTable(rows);
  const change = state.tr.replaceWith(place.at, place.at + place.node.nodeSize, made);
  return change.setSelection(TextSelection.near(change.doc.resolve(cellAt(place.at, made, row, column))));
}

/** A command that gives a table other rows; it cannot be done where `change` gives none. */
function changing(
  change: (place: Place) => { rows: Node[][]; row: number; column: number } | undefined,
): Command {
  return (state, dispatch) => {
    const place = placeOf(state);
    const changed = place && change(place);
    if (place === undefined || changed === undefined) return false;
    dispatch?.(replace(state, place, changed.rows, changed.row, changed.column).scrollIntoView());
    return true;
  };
}

const addRow = (after: number): Command =>
  changing(({ rows, row, column }) => {
    const at = row + after;
    // A row put first of all takes the place of the headers only when the cursor was in them.
    const like = rows[at === 0 ? 0 : Math.max(1, row)] ?? rows[row] ?? [];
    const cells = like.map(({ type }, index) => {
      const heads = at === 0 ? type === tableHeader : index === 0 && headsColumn(rows);
      return emptyCell(heads ? tableHeader : tableCell);
    });
    return { rows: rows.toSpliced(at, 0, cells), row: at, column };
  });

const addColumn = (after: number): Command =>
  changing(({ rows, row, column }) => {
    const at = column + after;
    const widened = rows.map((cells, index) => {
      const heads = (index === 0 && headsRow(rows)) || (at === 0 && cells[0]?.type === tableHeader);
      return cells.toSpliced(at, 0, emptyCell(heads ? tableHeader : tableCell));
    });
    return { rows: widened, row, column: at };
  });

const removeRow: Command = changing(({ rows, row, column }) => {
  if (rows.length === 1) return undefined;
  return { rows: rows.toSpliced(row, 1), row: Math.min(row, rows.length - 2), column };
});

const removeColumn: Command = changing(({ rows, row, column }) => {
  const width = rows[0]?.length ?? 0;
  if (width === 1) return undefined;
  const narrowed = rows.map((cells) => cells.toSpliced(column, 1));
  return { rows: narrowed, row, column: Math.min(column, width - 2) };
});

const retype = (cell: Node, heads: boolean): Node =>
  (heads ? tableHeader : tableCell).create(null, cell.content);

/** Headers in the first row, or no more; a table keeps them there or in its first column. */
const toggleRowHeaders: Command = changing(({ rows, row, column }) => {
  const [on, columnHeads] = [!headsRow(rows), headsColumn(rows)];
  if (!on && !columnHeads) return undefined;
  const first = (rows[0] ?? []).map((cell, index) => retype(cell, on || (index === 0 && columnHeads)));
  return { rows: rows.with(0, first), row, column };
});

const toggleColumnHeaders: Command = changing(({ rows, row, column }) => {
  const [on, rowHeads] = [!headsColumn(rows), headsRow(rows)];
  if (!on && !rowHeads) return undefined;
  const changed = rows.map((cells, index) =>
    cells.map((cell, at) => (at === 0 ? retype(cell, on || (index === 0 && rowHeads)) : cell)),
  );
  return { rows: changed, row, column };
});

const removeTable: Command = (state, dispatch) => {
  const place = placeOf(state);
  if (place === undefined) return false;
  const change = state.tr.replaceWith(place.at, place.at + place.node.nodeSize, paragraph.create());
  dispatch?.(change.setSelection(TextSelection.create(change.doc, place.at + 1)).scrollIntoView());
  return true;
};

/** Up and down go to the same column of the next row, where a browser left alone goes to the next cell. */
export const moveInTable =
  (step: 1 | -1): Command =>
  (state, dispatch, view) => {
    const place = placeOf(state);
    if (place === undefined || view?.endOfTextblock(step === 1 ? 'down' : 'up') !== true) return false;
    const { $from } = state.selection;
    const row = place.row + step;
    const within = $from.index(-1) + step;
    if (place.rows[row] === undefined || (within >= 0 && within < $from.node(-1).childCount)) return false;
    const at = cellAt(place.at, place.node, row, place.column);
    dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))).scrollIntoView());
    return true;
  };

/** A table of three rows and three columns after the paragraph of the cursor, its first row for headers. */
const insertTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  // Tables stand between paragraphs of the text itself, not in a list nor in another table.
  if ($from.depth !== 1) return false;
  const rowOf = (type: NodeType) => Array.from({ length: firstColumns }, () => emptyCell(type));
  const rows = Array.from({ length: firstRows }, (_one, index) =>
    rowOf(index === 0 ? tableHeader : tableCell),
  );
  const made = toTable(rows);
  const replaced = $from.parent.type === paragraph && $from.parent.content.size === 0;
  const [from, to] = [replaced ? $from.before(1) : $from.after(1), $from.after(1)];
  // A text that ends with a table would leave no place to write after it.
  const last = to === state.doc.content.size;
  const change = state.tr.replaceWith(from, to, Fragment.from(last ? [made, paragraph.create()] : made));
  change.setSelection(TextSelection.near(change.doc.resolve(cellAt(from, made, 0, 0))));
  dispatch?.(change.scrollIntoView());
  return true;
};

export const tableAction: Action = { label: 'Insérer un tableau', command: insertTable };

export const isInTable = (state: EditorState): boolean => placeOf(state) !== undefined;

const heads = (test: (rows: Node[][]) => boolean) => (state: EditorState) => {
  const place = placeOf(state);
  return place !== undefined && test(place.rows);
};

/** The buttons that are shown while the cursor is in a table. */
export const tableActions: Action[] = [
  { label: 'Ligne au-dessus', command: addRow(0) },
  { label: 'Ligne au-dessous', command: addRow(1) },
  { label: 'Supprimer la ligne', command: removeRow },
  { label: 'Colonne à gauche', command: addColumn(0) },
  { label: 'Colonne à droite', command: addColumn(1) },
  { label: 'Supprimer la colonne', command: removeColumn },
  { label: 'En-têtes : première ligne', command: toggleRowHeaders, isActive: heads(headsRow) },
  { label: 'En-têtes : première colonne', command: toggleColumnHeaders, isActive: heads(headsColumn) },
  { label: 'Supprimer le tableau', command: removeTable },
];
