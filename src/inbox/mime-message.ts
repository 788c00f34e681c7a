import PostalMime, { addressParser, decodeWords, type Address, type Email } from 'postal-mime';
import { wordsOfHtml } from './html-words.ts';
import { boundSource } from './source-bounds.ts';

/** One leaf of a message that is not its text. */
export interface Part {
  /** Small letters: `message/delivery-status`. */
  type: string;
  name: string;
  /** Decoded; its beginning when the part was cut. */
  content: Uint8Array;
  /** Decoded size; an estimate when the part was cut. */
  bytes: number;
  cut: boolean;
}

export interface MimeMessage {
  /** Every value of a header field, in order, unfolded, encoded words undone. */
  headers(name: string): string[];
  /** The first value, or an empty text. */
  header(name: string): string;
  /** The root's media type in small letters, and its parameters as written: `multipart/report; report-type=…`. */
  contentType: string;
  addresses(name: string): { name: string; address: string }[];
  /** What is to be read: plain text, else the HTML's words. */
  text: string;
  parts: Part[];
  limits: string[];
}

const parserOptions = { forceRfc822Attachments: true, maxNestingDepth: 256, maxHeadersSize: 1024 * 1024 };
const mostText = 200_000;
const mostParts = 500;
/** An address line of a thousand recipients says nothing more. */
const mostAddressText = 20_000;

/**
 * The parser joins the texts of all parts, each type written out from the other where a part lacks it: in a
 * time that grows with the square of some HTML. So it is kept from joining, and the texts that it found,
 * part by part, are joined here (its two members are internal: the tests hold its exact version).
 */
class PartParser extends PostalMime {
  declare textMap: Map<unknown, Partial<Record<'plain' | 'html', { value: string }[]>>>;

  renderTextContent(): void {}

  /** What each part says, in plain text when it has it. */
  words(): string {
    const joined = (entries: { value: string }[] = []) => entries.map(({ value }) => value).join('\n');
    const texts = [...this.textMap.values()].map(
      ({ plain, html }) => joined(plain).trim() || wordsOfHtml(joined(html)),
    );
    return texts.filter((text) => text.trim() !== '').join('\n');
  }
}

/** The message taken apart. Never throws: what the parser refuses is read as one text without structure. */
export async function openMessage(source: Uint8Array): Promise<MimeMessage> {
  const { bytes, cutParts, limits } = boundSource(source);
  const parser = new PartParser(parserOptions);
  let email: Email;
  try {
    email = await parser.parse(bytes);
  } catch (error) {
    const deep = error instanceof Error && error.message.includes('nesting');
    limits.push(deep ? 'too-deep' : 'unreadable');
    email = await parseFlat(bytes);
  }
  const parts = email.attachments.map((attachment): Part => {
    const content = bytesOf(attachment.content);
    const sizes = cutParts.get(attachment.description ?? '');
    return {
      type: attachment.mimeType.toLowerCase(),
      name: tidy(attachment.filename ?? '', 200),
      content,
      bytes: sizes === undefined ? content.length : Math.round((content.length * sizes.whole) / sizes.kept),
      cut: sizes !== undefined,
    };
  });
  if (parts.length > mostParts) limits.push('too-many-parts');
  const headless = email.headers.every(({ value }) => value === '');
  const text =
    parser.words() || (headless ? bytes.subarray(0, mostText).toString('utf8') : (email.text ?? ''));
  if (text.length > mostText) limits.push('long-text');
  return {
    ...headerReader(email),
    text: text.slice(0, mostText).replaceAll('\r\n', '\n'),
    parts: parts.slice(0, mostParts),
    limits: [...new Set(limits)],
  };
}

/** The header of a message that came back inside another: its body is not parsed. */
export async function openHeader(
  source: Uint8Array | string,
): Promise<Pick<MimeMessage, 'header' | 'headers' | 'addresses'>> {
  const bytes = Buffer.from(source as Uint8Array).subarray(0, 128 * 1024);
  return headerReader(await parseFlat(bytes));
}

/** Without its structure: the header's lines, and the rest as it stands. */
async function parseFlat(bytes: Buffer): Promise<Email> {
  const text = bytes
    .subarray(0, 256 * 1024)
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replace(/^\n+/, '');
  const end = text.indexOf('\n\n');
  const head = (end === -1 ? text : text.slice(0, end)).split(/\n(?![ \t])/).slice(0, 2000);
  const kept = head.filter((line) => !/^content-/i.test(line)).join('\n');
  const body = end === -1 ? '' : text.slice(end);
  try {
    return await PostalMime.parse(Buffer.from(`${kept}\n${body}`, 'latin1'), parserOptions);
  } catch {
    return { headers: [], headerLines: [], attachments: [], text: text.slice(0, mostText) };
  }
}

function headerReader(email: Email) {
  const fields = new Map<string, string[]>();
  for (const { key, value } of email.headers) {
    const known = fields.get(key);
    if (known === undefined) fields.set(key, [value]);
    else known.push(value);
  }
  const raw = (name: string) => fields.get(name.toLowerCase()) ?? [];
  const headers = (name: string) => raw(name).map((value) => tidy(decodeWords(value), mostAddressText));
  return {
    headers,
    header: (name: string) => headers(name)[0] ?? '',
    contentType: raw('content-type')[0] ?? '',
    addresses: (name: string) =>
      raw(name)
        .flatMap((value) => addressParser(value.slice(0, mostAddressText)))
        .flatMap(mailboxesOf)
        .slice(0, 200),
  };
}

function mailboxesOf(address: Address): { name: string; address: string }[] {
  const list = address.group ?? [address];
  return list.map((mailbox) => ({ name: tidy(mailbox.name, 200), address: tidy(mailbox.address, 320) }));
}

/** On one line, without control characters, bounded. */
export function tidy(text: string, most: number): string {
  return text
    .slice(0, most * 2)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, most);
}

function bytesOf(content: string | ArrayBuffer | Uint8Array): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
