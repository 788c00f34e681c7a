import PostalMime, { addressParser, decodeWords, type Address, type Email } from 'postal-mime';
import { boundSource, sourceBounds } from './source-bounds.ts';

/** One leaf of a message that is not its text. */
export interface Part {
  /** Small letters: `message/delivery-status`. */
  type: string;
  name: string;
  /** Decoded; empty when the part was cut. */
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
const mostHtml = 1_000_000;
const mostParts = 500;
/** An address line of a thousand recipients says nothing more. */
const mostAddressText = 20_000;

/** The message taken apart. Never throws: what the parser refuses is read as one text without structure. */
export async function openMessage(source: Uint8Array): Promise<MimeMessage> {
  const { bytes, cutParts, limits } = boundSource(source);
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, parserOptions);
  } catch (error) {
    const deep = error instanceof Error && error.message.includes('nesting');
    limits.push(deep ? 'too-deep' : 'unreadable');
    email = await parseFlat(bytes);
  }
  const parts = email.attachments.map((attachment): Part => {
    const content = bytesOf(attachment.content);
    const encoded = cutParts.get(attachment.description ?? '');
    const cut = encoded !== undefined;
    const ratio = cut ? content.length / Math.min(encoded, sourceBounds.part) : 1;
    return {
      type: attachment.mimeType.toLowerCase(),
      name: tidy(attachment.filename ?? '', 200),
      content: cut ? new Uint8Array() : content,
      bytes: cut ? Math.round(encoded * ratio) : content.length,
      cut,
    };
  });
  if (parts.length > mostParts) limits.push('too-many-parts');
  const text = email.text ?? (await wordsOf(email.html ?? ''));
  if (text.length > mostText) limits.push('long-text');
  return {
    ...headerReader(email),
    text: text.slice(0, mostText).replaceAll('\r\n', '\n'),
    parts: parts.slice(0, mostParts),
    limits: [...new Set(limits)],
  };
}

/**
 * The words of an HTML body. The parser writes the plain text of HTML where a message has both, part beside
 * part, and only there: so it is given such a message.
 */
async function wordsOf(html: string): Promise<string> {
  if (html.trim() === '') return '';
  const encoded = Buffer.from(html.slice(0, mostHtml)).toString('base64');
  const type = (name: string) =>
    `--part\nContent-Type: ${name}; charset=utf-8\nContent-Transfer-Encoding: base64`;
  const parts = `${type('text/plain')}\n\n\n${type('text/html')}\n\n${encoded}\n--part--\n`;
  const both = await PostalMime.parse(`Content-Type: multipart/mixed; boundary=part\n\n${parts}`);
  return both.text ?? '';
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
