import { partsOf } from '../parts.ts';
import type { Content } from '../content.ts';
import type { InstructionTemplate } from '../ports.ts';
import { anchorAt, findQuote, lostAnchor, wholePart, type Anchor } from '../passages/anchor.ts';
import { textOfPart } from '../passages/anchoring.ts';

/** What somebody points at: a part (empty for the whole text), and words of it, if any. */
export interface Pointed {
  part: string;
  quote: string;
  /** Where the words begin in the page of who points, when it is known. */
  near?: number | undefined;
  /** The words may be typed and not saved: they are looked for again at the next save. */
  unsaved?: boolean | undefined;
}

/** The anchor of what somebody points at; or why there is none, beside its field. Pure. */
export function anchorOf(
  template: InstructionTemplate,
  content: Content,
  { part, quote, near = 0, unsaved = false }: Pointed,
): { part: string | null; anchor: Anchor } | { field: string; key: string } {
  const known = partsOf(template).map(({ name }) => name);
  if (part !== '' && !known.includes(part)) return { field: 'part', key: 'form.invalid' };
  if (quote.trim() === '') return { part: part === '' ? null : part, anchor: wholePart };
  for (const name of part === '' ? known : [part]) {
    const text = textOfPart(content, name) ?? '';
    const range = findQuote(text, { quote, prefix: '', suffix: '' }, near) ?? findLoosely(text, quote);
    if (range !== undefined) return { part: name, anchor: anchorAt(text, range.from, range.to) };
  }
  if (unsaved && part !== '') return { part, anchor: lostAnchor(quote) };
  return { field: 'quote', key: 'comments.quote-not-found' };
}

/** Copied words have other blanks and apostrophes than typed ones. */
function findLoosely(text: string, quote: string): { from: number; to: number } | undefined {
  const words = quote.split(/[\s\ufffc]+/).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const pattern = words
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]"))
    .join('[\\s\\ufffc]*');
  const match = new RegExp(pattern, 'iu').exec(text);
  return match === null ? undefined : { from: match.index, to: match.index + match[0].length };
}
