import type { MarkType, NodeType } from 'prosemirror-model';
import { textSchema } from '../../../drafts/text-schema.ts';

function node(name: string): NodeType {
  const type = textSchema.nodes[name];
  if (type === undefined) throw new Error(`the schema has no node ${name}`);
  return type;
}

function mark(name: string): MarkType {
  const type = textSchema.marks[name];
  if (type === undefined) throw new Error(`the schema has no mark ${name}`);
  return type;
}

export const nodeTypes = {
  paragraph: node('paragraph'),
  heading: node('heading'),
  bulletList: node('bulletList'),
  orderedList: node('orderedList'),
  listItem: node('listItem'),
  hardBreak: node('hardBreak'),
  note: node('note'),
  table: node('table'),
  tableRow: node('tableRow'),
  tableHeader: node('tableHeader'),
  tableCell: node('tableCell'),
};

export const markTypes = { bold: mark('bold'), italic: mark('italic'), link: mark('link') };
