import { randomBytes } from 'node:crypto';
import addressparser from 'nodemailer/lib/addressparser';
import MimeNode from 'nodemailer/lib/mime-node';
import type { MailAddress } from './mailer.ts';
import { quotedPrintable } from './quoted-printable.ts';

/*
 * Nodemailer has two importers, one per half of the library: its message half here, its connection
 * half in smtp-session.ts. Encoding headers by hand would be the third way to get RFC 2047 wrong.
 */

export type MimeHeaders = Record<string, string | Date | MailAddress | MailAddress[]>;

/** A whole body part, headers and base64 lines, ready to stand between two boundaries. Ends with CRLF. */
export function encodeAttachmentPart(attachment: {
  name: string;
  type: string;
  bytes: Uint8Array;
}): Promise<Buffer> {
  const { buffer, byteOffset, byteLength } = attachment.bytes;
  return partOf('multipart/mixed')
    .createChild(attachment.type, { filename: attachment.name, newline: 'win' })
    .setContent(Buffer.from(buffer, byteOffset, byteLength))
    .build();
}

/**
 * The text and its HTML twin as one multipart/alternative part, the best one last (RFC 2046, 5.1.4). Written
 * by hand, in ASCII alone: it is the one part that is encoded anew for every mail.
 */
export function encodeAlternativePart(texts: { text: string; html: string }): Buffer {
  // « =_ » is never in quoted-printable (RFC 2045, 6.7).
  const boundary = `=_${randomBytes(12).toString('hex')}`;
  const part = (type: string, text: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}\r\n`;
  const { text, html } = texts;
  return Buffer.from(
    `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n` +
      `${part('text/plain', text)}${part('text/html', html)}--${boundary}--\r\n`,
  );
}

/** The header block of a multipart/mixed message (encoded, folded, without its last empty line) and its boundary. */
export function encodeMessageHeaders(headers: MimeHeaders): { block: string; boundary: string } {
  const root = partOf('multipart/mixed');
  for (const [name, value] of Object.entries(headers)) root.setHeader(name, value);
  const block = root.buildHeaders();
  if (typeof root.boundary !== 'string') throw new Error('a multipart without a boundary');
  return { block, boundary: root.boundary };
}

/** A small message of one or several parts; `report`: they are a report of that type (RFC 6522). */
export function encodeMessage(
  headers: MimeHeaders,
  parts: readonly { type: string; text: string }[],
  report?: string,
): Promise<Buffer> {
  const [only] = parts;
  const isAlone = parts.length === 1 && only !== undefined;
  const root = isAlone
    ? partOf(`${only.type}; charset=utf-8`).setContent(only.text)
    : partOf(`multipart/report; report-type=${report ?? 'delivery-status'}`);
  for (const [name, value] of Object.entries(headers)) root.setHeader(name, value);
  if (!isAlone) {
    for (const { type, text } of parts) {
      const isText = type === 'text/plain';
      root.createChild(isText ? `${type}; charset=utf-8` : type, { newline: 'win' }).setContent(text);
    }
  }
  return root.build();
}

/** Reads « Nom <adresse> » or a bare address; undefined when it is not exactly one mailbox. */
export function readMailbox(text: string): MailAddress | undefined {
  const [only, ...others] = addressparser(text, { flatten: true });
  if (only === undefined || others.length > 0 || only.address === '') return undefined;
  return only.name === '' ? { address: only.address } : { name: only.name, address: only.address };
}

/** A mail is made of what the caller gives: no part may name a file or an address to fetch. */
function partOf(type: string): MimeNode {
  return new MimeNode(type, { disableFileAccess: true, disableUrlAccess: true, newline: 'win' });
}
