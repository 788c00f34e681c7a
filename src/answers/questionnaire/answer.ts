import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/hash.ts';

/** A number in its field's own units, a text, a day, an option's key; undefined: not answered. */
export type CellValue = number | string | undefined;
export type Row = Record<string, CellValue>;

/** What an office answers, each value as what it is. What was left empty is absent. */
export interface Answer {
  values: Record<string, number | string | string[]>;
  tables: Record<string, Row[]>;
}

/** What a sent answer says, whole: its text is what is hashed. */
export interface SentContent extends Answer {
  request: string;
  territory: string;
  definitionSha256: string;
  sentAt: string;
  /** Keeps the hash, which stays for ever, from telling what a short answer was, once the text is erased. */
  salt: string;
}

export function sealAnswer(content: SentContent): { content: string; sha256: string } {
  const text = canonicalJson(JSON.parse(JSON.stringify(content)) as Json);
  return { content: text, sha256: sha256Hex(text) };
}

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;
