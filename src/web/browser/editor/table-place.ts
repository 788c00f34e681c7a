import type { Node, NodeType } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { isA, nodeType } from './types.ts';

/** A table as rows of cells, and where the cursor stands in it. */
export interface Place {
  /** Position of the table in the document. */
  at: number;
  node: Node;
  rows: Node[][];
  row: number;
  column: number;
}

export function placeOf(state: EditorState): Place | undefined {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (!isA(node, 'table') || depth + 1 >= $from.depth) continue;
    const rows = node.children.map((row) => [...row.children]);
    return { at: $from.before(depth), node, rows, row: $from.index(depth), column: $from.index(depth + 1) };
  }
  return undefined;
}

export const isHeader = (cell: Node | undefined): boolean => isA(cell, 'tableHeader');
export const emptyCell = (type: NodeType): Node =>
  type.create(null, nodeType(type.schema, 'paragraph').create());
/** A cell of the same table, empty: a header or not. */
export const cellLike = (like: Node, heads: boolean): Node =>
  emptyCell(nodeType(like.type.schema, heads ? 'tableHeader' : 'tableCell'));
export const headsRow = (rows: Node[][]): boolean => rows[0]?.every(isHeader) === true;
export const headsColumn = (rows: Node[][]): boolean => rows.every(([first]) => isHeader(first));

/** The same table with other rows. */
export function withRows(table: Node, rows: Node[][]): Node {
  const rowType = nodeType(table.type.schema, 'tableRow');
  return table.type.create(
    null,
    rows.map((cells) => rowType.create(null, cells)),
  );
}

/** The position inside of a cell. */
export function cellAt(at: number, made: Node, row: number, column: number): number {
  let position = at + 1;
  for (let index = 0; index < row; index += 1) position += made.child(index).nodeSize;
  position += 1;
  for (let index = 0; index < column; index += 1) position += made.child(row).child(index).nodeSize;
  return position + 1;
}
