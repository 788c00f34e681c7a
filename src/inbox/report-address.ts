const mostAddress = 320;

/**
 * The address in a recipient's field of a report, « rfc822; nom@domaine » (RFC 3464, 2.3): without its type,
 * brackets or comment, the escapes of a `utf-8` address undone (RFC 6533, 3). Empty when there is none.
 */
export function readReportAddress(value: string): string {
  const cut = value.slice(0, 2000);
  const semicolon = cut.indexOf(';');
  const type = semicolon === -1 ? '' : cut.slice(0, semicolon).trim().toLowerCase();
  const bare = stripped(semicolon === -1 ? cut : cut.slice(semicolon + 1));
  const address = type === 'utf-8' ? bare.replace(/\\x\{([0-9A-F]{1,6})\}/gi, codePoint) : bare;
  return address.slice(0, mostAddress);
}

function stripped(text: string): string {
  const opened = text.lastIndexOf('<');
  const closed = text.indexOf('>', opened);
  if (opened !== -1 && closed > opened)
    return text
      .slice(opened + 1, closed)
      .trim()
      .replace(/^mailto:/i, '');
  // A comment in round brackets may follow.
  return text
    .replace(/\([^()]*\)/g, '')
    .trim()
    .replace(/^["']+|["']+$/g, '');
}

function codePoint(whole: string, hex: string): string {
  const value = Number.parseInt(hex, 16);
  return value > 0x1f && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)
    ? String.fromCodePoint(value)
    : whole;
}

/** xtext (RFC 3461, 4) undone: « +3D » is « = ». */
export function readXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
