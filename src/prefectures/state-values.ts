import { readAddress } from '../mail/mail.ts';

/** More than a service ever has: the rest of a wild list is left out. */
const mostItems = 50;

/** A value of the file as a list: a list, one value alone, a list written as text, or nothing. */
export function itemsOf(value: unknown): unknown[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.slice(0, mostItems) as unknown[];
  // Some exports of the same directory hold their lists as JSON inside a text.
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    try {
      const read: unknown = JSON.parse(value);
      return typeof read === 'string' ? [read] : itemsOf(read);
    } catch {
      return [value];
    }
  }
  return [value];
}

/** A value as an object; an empty one for anything else. */
export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A text, or a number in figures; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

/** One line of text: no control characters, single spaces, no longer than `most`, nothing a spreadsheet would run. */
export function lineOf(value: unknown, most: number): string {
  const line = textOf(value)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line.replace(/^[=+\-@]+\s*/, '').slice(0, most);
}

/** Every address in a value, once each, in small letters; and what could not be read as one. */
export function addressesIn(value: unknown): { addresses: string[]; unreadable: string[] } {
  const addresses = new Set<string>();
  const unreadable = new Set<string>();
  for (const item of itemsOf(value)) {
    const { valeur, adresse, libelle } = recordOf(item);
    const text = textOf(item) || textOf(valeur) || textOf(adresse) || textOf(libelle);
    if (text !== '' && !text.includes('@')) unreadable.add(lineOf(text, 100));
    for (const part of text.includes('@') ? text.split(/[\s;,|<>"]+/) : []) {
      const bare = part
        .replace(/^mailto:/i, '')
        .replace(/\?.*$/, '')
        .replace(/^[.:(]+|[.:)]+$/g, '');
      // « écrire à … ou à … »: the words around addresses are not addresses that went wrong.
      if (!bare.includes('@')) continue;
      const read = readAddress(bare.toLowerCase());
      if (read.ok) addresses.add(read.value.mailbox);
      else unreadable.add(lineOf(bare, 100));
    }
  }
  return { addresses: [...addresses], unreadable: [...unreadable].filter((text) => text !== '') };
}
