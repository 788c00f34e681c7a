import { Fragment, type Node } from '@tiptap/pm/model';
import { Selection, TextSelection, type Command, type EditorState, type Transaction } from '@tiptap/pm/state';
import { commanded, type Action } from './actions.ts';
import { cellAt, cellLike, headsColumn, headsRow, isHeader, placeOf, withRows } from './table-place.ts';
import type { Place } from './table-place.ts';
import { isA, nodeType } from './types.ts';

const [firstRows, firstColumns] = [3, 3];

/** Puts other rows in the place of a table's, the cursor in one of their cells. */
function replace(state: EditorState, place: Place, rows: Node[][], row: number, column: number): Transaction {
  const made = withRows(place.node, rows);
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
  changing(({ node, rows, row, column }) => {
    const at = row + after;
    // A row put first of all takes the place of the headers only when the cursor was in them.
    const like = rows[at === 0 ? 0 : Math.max(1, row)] ?? rows[row] ?? [];
    const cells = like.map((cell, index) => {
      const heads = at === 0 ? isHeader(cell) : index === 0 && headsColumn(rows);
      return cellLike(node, heads);
    });
    return { rows: rows.toSpliced(at, 0, cells), row: at, column };
  });

const addColumn = (after: number): Command =>
  changing(({ node, rows, row, column }) => {
    const at = column + after;
    const widened = rows.map((cells, index) => {
      const heads = (index === 0 && headsRow(rows)) || (at === 0 && isHeader(cells[0]));
      return cells.toSpliced(at, 0, cellLike(node, heads));
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
  nodeType(cell.type.schema, heads ? 'tableHeader' : 'tableCell').create(null, cell.content);

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
  const change = state.tr.replaceWith(
    place.at,
    place.at + place.node.nodeSize,
    nodeType(state.schema, 'paragraph').create(),
  );
  dispatch?.(change.setSelection(TextSelection.create(change.doc, place.at + 1)).scrollIntoView());
  return true;
};

/**
 * Up and down go to the same column of the next row, where a browser left alone goes to the next cell; beyond
 * the first and the last row they leave the table, for a paragraph that is made if there is none.
 */
export const moveInTable =
  (step: 1 | -1): Command =>
  (state, dispatch, view) => {
    const place = placeOf(state);
    if (place === undefined || view?.endOfTextblock(step === 1 ? 'down' : 'up') !== true) return false;
    const { $from } = state.selection;
    const within = $from.index(-1) + step;
    if (within >= 0 && within < $from.node(-1).childCount) return false;
    const row = place.row + step;
    if (place.rows[row] === undefined) return leaveTable(step, place)(state, dispatch);
    const at = cellAt(place.at, place.node, row, place.column);
    dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))).scrollIntoView());
    return true;
  };

const leaveTable =
  (step: 1 | -1, place: Place): Command =>
  (state, dispatch) => {
    const change = state.tr;
    const edge = step === 1 ? place.at + place.node.nodeSize : place.at;
    const next = Selection.findFrom(state.doc.resolve(edge), step);
    if (next === null) change.insert(edge, nodeType(state.schema, 'paragraph').create());
    const selection = next ?? TextSelection.create(change.doc, edge + 1);
    dispatch?.(change.setSelection(selection).scrollIntoView());
    return true;
  };

/** A table of three rows and three columns after the paragraph of the cursor, its first row for headers. */
const insertTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  // Tables stand between paragraphs of the text itself, not in a list nor in another table.
  if ($from.depth !== 1) return false;
  const table = nodeType(state.schema, 'table').create();
  const rows = Array.from({ length: firstRows }, (_one, index) =>
    Array.from({ length: firstColumns }, () => cellLike(table, index === 0)),
  );
  const made = withRows(table, rows);
  const paragraph = nodeType(state.schema, 'paragraph');
  const replaced = isA($from.parent, 'paragraph') && $from.parent.content.size === 0;
  const [from, to] = [replaced ? $from.before(1) : $from.after(1), $from.after(1)];
  // A text that ends with a table would leave no place to write after it.
  const last = to === state.doc.content.size;
  const change = state.tr.replaceWith(from, to, Fragment.from(last ? [made, paragraph.create()] : made));
  change.setSelection(TextSelection.near(change.doc.resolve(cellAt(from, made, 0, 0))));
  dispatch?.(change.scrollIntoView());
  return true;
};

export const tableAction: Action = commanded('Insérer un tableau', 'table', insertTable);

export const isInTable = (state: EditorState): boolean => placeOf(state) !== undefined;

const heads =
  (test: (rows: Node[][]) => boolean): Action['isActive'] =>
  ({ state }) => {
    const place = placeOf(state);
    return place !== undefined && test(place.rows);
  };

/** The buttons that are shown while the cursor is in a table. */
export const tableActions: Action[] = [
  commanded('Ligne au-dessus', 'row-above', addRow(0)),
  commanded('Ligne au-dessous', 'row-below', addRow(1)),
  commanded('Supprimer la ligne', 'row-remove', removeRow),
  commanded('Colonne à gauche', 'column-left', addColumn(0)),
  commanded('Colonne à droite', 'column-right', addColumn(1)),
  commanded('Supprimer la colonne', 'column-remove', removeColumn),
  commanded('En-têtes : première ligne', 'header-row', toggleRowHeaders, heads(headsRow)),
  commanded('En-têtes : première colonne', 'header-column', toggleColumnHeaders, heads(headsColumn)),
  commanded('Supprimer le tableau', 'table-remove', removeTable),
];
