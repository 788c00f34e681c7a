import type { FieldType, LineType } from '../kernel/typed-field.ts';

/** What an instruction is written from. Other rooms read it; only this room makes it. */
export interface InstructionTemplate {
  name: string;
  version: string;
  title: string;
  /** What it is for, in a sentence; absent from those of another time. */
  purpose?: string;
  /** `several`: one year may have more than one; absent: one a year. */
  recurrence?: 'yearly' | 'several';
  /** A rectificatif that leaves the first text standing is begun from it. */
  amends?: boolean;
  /** What the credits are entered by; absent: by regions. */
  credits?: 'regions' | 'departments';
  /** Name of the circuit of visas that is proposed first. */
  circuit?: string;
  /** The document's own title, with `{field}` in it. */
  documentTitle: string;
  kind: string;
  /** SHA-256 of `source`: what an instruction pins. */
  sha256: string;
  /** The whole template as canonical JSON (manifest, body, style), to be stored with the instruction. */
  source: string;
  fields: FieldSpec[];
  sections: SectionSpec[];
}

export interface FieldSpec {
  key: string;
  label: string;
  type: FieldType;
  required: boolean;
  hint?: string;
  /** Longest text, or line of a list, in characters. */
  max?: number;
  choices?: string[];
  default?: string;
  /** Of a table. */
  columns?: ColumnSpec[];
  /** Lines of a list, rows of a table. */
  most?: number;
}

export interface ColumnSpec {
  key: string;
  label: string;
  type: LineType;
  required: boolean;
  max?: number;
  choices?: string[];
}

export interface SectionSpec {
  key: string;
  title: string;
  /** What the drafter is told about this section. */
  guidance: string;
  required: boolean;
  /** Its text comes from the template and is not to be edited. */
  locked: boolean;
  part: 'letter' | 'annex';
  /** The text a new instruction begins with: a ProseMirror document. */
  start: StartDocument;
}

/** A ProseMirror document in JSON, of the node and mark names that the drafts' schema knows. */
export interface StartDocument {
  type: 'doc';
  content: StartNode[];
}

export interface StartNode {
  type: 'paragraph' | 'heading' | 'bulletList' | 'orderedList' | 'listItem' | 'text';
  attrs?: Record<string, number>;
  content?: StartNode[];
  text?: string;
  marks?: { type: 'bold' }[];
}
