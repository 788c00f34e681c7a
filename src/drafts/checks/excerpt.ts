const longest = 80;

/** The beginning of a text on one line, to be recognised by. */
export function excerptOf(text: string): string {
  const line = text.replaceAll('\ufffc', '[…]').replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd()}…`;
}

/** What stands around a match, cut at blanks, so that a person finds it again in the text. */
export function around(text: string, index: number, length: number): string {
  const margin = Math.max(0, Math.floor((longest - length) / 2));
  const from = index <= margin ? 0 : text.indexOf(' ', index - margin) + 1;
  const start = from > index ? index : from;
  const rest = text.slice(start, index + length + margin);
  const isWhole = index + length + margin >= text.length;
  const cut = isWhole ? rest : rest.slice(0, Math.max(rest.lastIndexOf(' '), index - start + length));
  // A cut beside a stop or a comma leaves neither.
  const trimmed = (start === 0 ? cut : cut.replace(/^[\s.,;:!?]+/, '')).trimEnd();
  const kept = isWhole ? trimmed : trimmed.replace(/[\s.,;:]+$/, '');
  return `${start === 0 ? '' : '…'}${excerptOf(kept)}${isWhole ? '' : '…'}`.replace(/……$/, '…');
}
