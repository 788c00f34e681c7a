const whitespace = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set([...'()<>[]{}/%'].map((each) => each.charCodeAt(0)));
const farthest = 1_000_000;

type Token = { kind: 'open' | 'close' | 'name' | 'other'; start: number; end: number; text: string };

/**
 * The names written directly in the dictionary that has a value at `offset`, in order, keys and values
 * alike, duplicates included: a parser that keeps one of two equal keys hides what this shows.
 * @returns undefined when the bytes around are not one readable dictionary.
 */
export function namesAround(pdf: Uint8Array, offset: number): string[] | undefined {
  const start = startOfObject(pdf, offset);
  if (start === undefined) return undefined;
  const open: { names: string[]; holds: boolean }[] = [];
  for (let token = nextToken(pdf, start); token !== undefined; token = nextToken(pdf, token.end)) {
    if (token.end > offset + farthest) return undefined;
    const innermost = open.at(-1);
    if (token.start === offset && innermost !== undefined) innermost.holds = true;
    if (token.kind === 'open') open.push({ names: [], holds: false });
    else if (token.kind === 'name') innermost?.names.push(token.text);
    else if (token.kind === 'close') {
      const closed = open.pop();
      if (closed?.holds) return closed.names;
      if (open.length === 0 && token.end > offset) return undefined;
    } else if (token.text === 'endobj') return undefined;
  }
  return undefined;
}

/** Just after the nearest `N G obj` before the offset. */
function startOfObject(pdf: Uint8Array, offset: number): number | undefined {
  const from = Math.max(0, offset - farthest);
  const before = Buffer.from(pdf.subarray(from, offset)).toString('latin1');
  const found = [...before.matchAll(/\d\s+\d+\s+obj\b/g)].at(-1);
  return found === undefined ? undefined : from + found.index + found[0].length;
}

function nextToken(pdf: Uint8Array, from: number): Token | undefined {
  let at = from;
  for (;;) {
    while (at < pdf.length && whitespace.has(pdf[at]!)) at++;
    if (pdf[at] !== 0x25) break;
    while (at < pdf.length && pdf[at] !== 10 && pdf[at] !== 13) at++;
  }
  if (at >= pdf.length) return undefined;
  const [first, second] = [String.fromCharCode(pdf[at]!), String.fromCharCode(pdf[at + 1] ?? 0)];
  const token = (kind: Token['kind'], end: number, text = ''): Token => ({ kind, start: at, end, text });
  if (first === '<' && second === '<') return token('open', at + 2);
  if (first === '>' && second === '>') return token('close', at + 2);
  if (first === '(') return token('other', endOfLiteral(pdf, at));
  if (first === '<') {
    const end = pdf.indexOf(0x3e, at);
    return end < 0 ? undefined : token('other', end + 1);
  }
  const end = endOfRegular(pdf, at + 1);
  const text = Buffer.from(pdf.subarray(at, end)).toString('latin1');
  if (first !== '/') return token('other', end, text);
  return token(
    'name',
    end,
    text.slice(1).replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
}

function endOfRegular(pdf: Uint8Array, from: number): number {
  let at = from;
  while (at < pdf.length && !whitespace.has(pdf[at]!) && !delimiters.has(pdf[at]!)) at++;
  return at;
}

/** Past the `)` that closes a literal string: they nest, and a backslash takes the next byte along. */
function endOfLiteral(pdf: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < pdf.length; at++) {
    if (pdf[at] === 0x5c) at++;
    else if (pdf[at] === 0x28) depth++;
    else if (pdf[at] === 0x29 && --depth === 0) return at + 1;
  }
  return pdf.length;
}
