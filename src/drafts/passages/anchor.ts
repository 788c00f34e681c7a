/** A passage of a part, by its place and by its words: either finds it again when the other fails. */
export interface Anchor {
  /** Offsets in the part's text; null for the part as a whole. */
  from: number | null;
  to: number | null;
  quote: string;
  /** What stood before and after it. */
  prefix: string;
  suffix: string;
  /** Its words are in the text no more; they are looked for again at each save. */
  gone: boolean;
}

const contextLength = 32;

/** A passage of a text as it stands. The offsets are half-open, in UTF-16 units. */
export function anchorAt(text: string, from: number, to: number): Anchor {
  return {
    from,
    to,
    quote: text.slice(from, to),
    prefix: text.slice(Math.max(0, from - contextLength), from),
    suffix: text.slice(to, to + contextLength),
    gone: false,
  };
}

/** What stands around a passage, for people: cut between words, on one line; empty at the ends of a text. */
export function contextOf({ prefix, suffix }: Pick<Anchor, 'prefix' | 'suffix'>) {
  const [before, after] = [prefix, suffix].map((text) => text.replace(/[\n\t]/g, ' '));
  const isCut = (text: string) => text.length === contextLength;
  return {
    before: isCut(prefix) ? `… ${before?.replace(/^\S*\s/, '')}` : (before ?? ''),
    after: isCut(suffix) ? `${after?.replace(/\s\S*$/, '')} …` : (after ?? ''),
  };
}

/** The part as a whole. */
export const wholePart: Anchor = { from: null, to: null, quote: '', prefix: '', suffix: '', gone: false };

/** Words that are looked for, and are not in the text. */
export function lostAnchor(quote: string): Anchor {
  return { ...wholePart, quote, gone: true };
}

/**
 * Where a quote stands in a text: where what is around it is most alike, and nearest to `near`. Undefined when
 * it is nowhere.
 */
export function findQuote(
  text: string,
  { quote, prefix, suffix }: Pick<Anchor, 'quote' | 'prefix' | 'suffix'>,
  near = 0,
): { from: number; to: number } | undefined {
  if (quote.trim() === '') return undefined;
  let best: { from: number; score: number } | undefined;
  for (let from = text.indexOf(quote); from !== -1; from = text.indexOf(quote, from + 1)) {
    const context =
      commonEnd(text.slice(0, from), prefix) + commonStart(text.slice(from + quote.length), suffix);
    const score = context - Math.abs(from - near) / (text.length + 1);
    if (best === undefined || score > best.score) best = { from, score };
  }
  return best && { from: best.from, to: best.from + quote.length };
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < other.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < other.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
