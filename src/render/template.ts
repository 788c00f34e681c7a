/** What an instruction is written from. Other rooms read it; only this room makes it. */
export interface InstructionTemplate {
  name: string;
  version: string;
  title: string;
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
  type: 'text' | 'date' | 'year' | 'choice';
  required: boolean;
  hint?: string;
  /** Longest text, in characters. */
  max?: number;
  choices?: string[];
  default?: string;
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
