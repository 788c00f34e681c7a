import type { MarkType, Node, NodeType, Schema } from '@tiptap/pm/model';

/** A node's type in the schema of one editor: each editor has its own, made of the same names. */
export function nodeType(schema: Schema, name: string): NodeType {
  const type = schema.nodes[name];
  if (type === undefined) throw new RangeError(`the schema has no node ${name}`);
  return type;
}

export function markType(schema: Schema, name: string): MarkType {
  const type = schema.marks[name];
  if (type === undefined) throw new RangeError(`the schema has no mark ${name}`);
  return type;
}

export const isA = (node: Node | null | undefined, name: string): boolean => node?.type.name === name;
