/** The text as a person would type it in a hurry: no accents, no case, single spaces, straight apostrophes. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('œ', 'oe')
    .replace(/\s+/g, ' ')
    .trim();
}

/** ASCII words joined by hyphens, for addresses: « Côte-d’Or » gives « cote-d-or ». */
export function asciiName(text: string): string {
  return plainWords(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Straight apostrophes of the public data become those of French typography. */
export function typographic(text: string): string {
  return text.replaceAll("'", '’');
}
