// RFC 2045, 6.7: at most 76 characters a line, the « = » that ends a soft one included.
const longest = 75;
// Nearly every line of a campaign's mails is the same in all of them: encoding is then a look-up.
const keptLines = 2_000;
const known = new Map<string, string>();

/**
 * Quoted-printable, lines ending with CRLF. No line begins with a dot, which SMTP would double, so that
 * these bytes are those on the wire.
 */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(lineOf)
    .join('\r\n');
}

function lineOf(line: string): string {
  const encoded = known.get(line) ?? encodeLine(line);
  if (known.size >= keptLines) known.clear();
  known.set(line, encoded);
  return encoded;
}

function encodeLine(line: string): string {
  const done: string[] = [];
  let current = '';
  let left = line.length;
  // By code points: a character's bytes stay on one line, for readers that decode line by line.
  for (const character of line) {
    left -= character.length;
    let piece = isLiteral(character, left === 0) ? character : escape(character);
    if (current.length + piece.length > longest) {
      done.push(`${current}=`);
      current = '';
    }
    if (current === '' && piece === '.') piece = '=2E';
    current += piece;
  }
  return [...done, current].join('\r\n');
}

function isLiteral(character: string, isLast: boolean): boolean {
  if (character === ' ' || character === '\t') return !isLast;
  return character >= '!' && character <= '~' && character !== '=';
}

function escape(character: string): string {
  return Buffer.from(character)
    .toString('hex')
    .toUpperCase()
    .replace(/../g, (byte) => `=${byte}`);
}
