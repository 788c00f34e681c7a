import type { Node, NodeType } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { nodeTypes } from './types.ts';

const { table, tableRow, tableHeader, paragraph } = nodeTypes;

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
    if (node.type !== table || depth + 1 >= $from.depth) continue;
    const rows = node.children.map((row) => [...row.children]);
    return { at: $from.before(depth), node, rows, row: $from.index(depth), column: $from.index(depth + 1) };
  }
  return undefined;
}

export const emptyCell = (type: NodeType): Node => type.create(null, paragraph.create());
export const headsRow = (rows: Node[][]): boolean =>
  rows[0]?.every(({ type }) => type === tableHeader) === true;
export const headsColumn = (rows: Node[][]): boolean => rows.every(([first]) => first?.type === tableHeader);

export function toTable(rows: Node[][]): Node {
  return table.create(
    null,
    rows.map((cells) => tableRow.create(null, cells)),
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
