/**
 * Reading a page's content stream (ISO 32000-1, 7.8.2) just well enough to mark as artifacts what is
 * painted outside of the tag tree: headers, page numbers, rules, backgrounds. An accessible file (PDF/UA, 7.1)
 * has nothing that is neither tagged nor an artifact, and Chromium leaves such things bare.
 */

// A comment, a string, a hexadecimal string, a dictionary's or array's mark, a name, or a bare word.
const token =
  /%[^\r\n]*|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|[[\]{}]|\/[^\s/<>[\](){}%]*|[^\s/<>[\](){}%]+/g;
// Under a tag, only tags matter: numbers and hexadecimal strings, nearly all of a page, are leapt over.
const taggedToken =
  /%[^\r\n]*|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\)|\/[^\s/<>[\](){}%]*|\b(?:BDC|BMC|EMC|BI)\b/g;
const operand = /^([+-]?[\d.]|[/(<>[\]{}%]|true$|false$|null$)/;

/** What a ligature in a margin box stands for: marked so, and no part of the tag tree. */
const replacement = /^\/Span\s*<<\s*\/ActualText[^/]*>>\s*BDC$/;

const pathStarts = new Set(['m', 're']);
const pathEnds = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'n']);

/** `content` is one byte per character (latin1), uncompressed; so is the answer. */
export function markArtifacts(content: string): string {
  const marked: string[] = [];
  let copied = 0;
  let depth = 0;
  /** Where the object being painted began, when it is a bare one. */
  let bare: number | undefined;
  let operandsFrom: number | undefined;
  /** Marks that are open within it. */
  let within = 0;

  const close = (end: number): void => {
    if (bare === undefined) return;
    marked.push(content.slice(copied, bare), '/Artifact BMC\n', content.slice(bare, end), '\nEMC\n');
    copied = end;
    bare = undefined;
  };

  let at = 0;
  for (;;) {
    const pattern = depth > 0 ? taggedToken : token;
    pattern.lastIndex = at;
    const match = pattern.exec(content);
    if (match === null) break;
    at = pattern.lastIndex;
    const word = match[0];
    if (operand.test(word)) {
      if (!word.startsWith('%')) operandsFrom ??= match.index;
      continue;
    }
    const from = operandsFrom ?? match.index;
    const end = match.index + word.length;
    operandsFrom = undefined;
    if (word === 'BI') throw new Error('inline images are not expected in a printed page');
    if (word === 'BDC' || word === 'BMC') {
      if (bare === undefined) depth += 1;
      else if (replacement.test(content.slice(from, end))) within += 1;
      else throw new Error('a tag that opens inside of an untagged object');
    } else if (word === 'EMC' && within > 0) within -= 1;
    else if (word === 'EMC') depth -= 1;
    else if (depth > 0) continue;
    else if (word === 'BT' || pathStarts.has(word)) bare ??= from;
    else if (word === 'ET' || pathEnds.has(word)) close(end);
    else if (word === 'Do' || word === 'sh') {
      bare = from;
      close(end);
    }
  }
  if (depth !== 0 || bare !== undefined)
    throw new Error('a content stream that does not close what it opens');
  return marked.join('') + content.slice(copied);
}

const numberedTag = /\/\w+ <<\/MCID (\d+) >>BDC/g;

/** Makes artifacts of the marked pieces that have these numbers. */
export function untagMarks(content: string, mcids: ReadonlySet<number> | undefined): string {
  if (mcids === undefined) return content;
  return content.replace(numberedTag, (whole, mcid) => (mcids.has(Number(mcid)) ? '/Artifact BMC' : whole));
}

/** The glyphs that a marked piece shows, wherever they are: equal for the same words in the same font. */
export function textOfMark(content: string, mcid: number): string {
  const start = content.indexOf(`<</MCID ${mcid} >>BDC`);
  const end = content.indexOf('EMC', start);
  return start === -1 ? '' : (content.slice(start, end).match(/<[0-9A-Fa-f]+>/g) ?? []).join('');
}
